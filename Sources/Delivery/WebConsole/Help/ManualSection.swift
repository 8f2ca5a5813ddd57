/// The sections of マニュアル; the raw value is the anchor in `/{company}/manual`.
enum ManualSection: String, CaseIterable, Sendable {
    case login, account, setUp = "set-up", dashboard, settings
    case certificate, register, renew, delete, restore
    case adeToken = "ade-token"
    case wrongFiles = "wrong-files"
    case expiry, notices, enroll, devices, device, act, people, log, outward

    var chapter: ManualChapter {
        switch self {
        case .login: ManualBasics.login
        case .account: ManualBasics.account
        case .setUp: ManualBasics.setUp
        case .dashboard: ManualBasics.dashboard
        case .settings: ManualBasics.settings
        case .enroll: ManualDevices.enroll
        case .devices: ManualDevices.list
        case .device: ManualDevices.device
        case .act: ManualDevices.act
        case .people: ManualPeople.chapter
        case .log: ManualBasics.log
        case .outward: ManualOutward.chapter
        case .certificate: ManualCertificate.certificate
        case .register: ManualCertificate.register
        case .renew: ManualRenewal.renew
        case .expiry: ManualRenewal.expiry
        case .notices: ManualNotices.chapter
        case .delete: ManualCertificate.delete
        case .restore: ManualCertificate.restore
        case .adeToken: ManualToken.chapter
        case .wrongFiles: ManualWrongFiles.chapter
        }
    }
}

/// One section: a heading and what follows it, in both languages.
struct ManualChapter: Sendable {
    enum Block: Sendable {
        case text(Phrase)
        case steps([Phrase])
        case points([Phrase])
        /// Two columns with their heads.
        case table(Text, Text, [(Phrase, Phrase)])
    }

    let title: Text
    let blocks: [Block]
}
