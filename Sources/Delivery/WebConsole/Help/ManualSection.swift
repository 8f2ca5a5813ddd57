/// The sections of マニュアル; the raw value is the anchor in `/{company}/manual`.
enum ManualSection: String, CaseIterable, Sendable {
    case login, account, setUp = "set-up", dashboard
    case certificate, register, renew, delete, restore
    case wrongFiles = "wrong-files"
    case expiry, log, settings
    case later
}
