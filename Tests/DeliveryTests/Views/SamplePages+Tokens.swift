import Administration
import AutomatedEnrollment
import Foundation

@testable import WebConsole

extension SamplePages {
    static var tokens: [Case] {
        var refused = Sample.tokenEdit
        refused.refusal = Message(
            .refusal, "登録できません。これは公開鍵です。トークンではありません。", meaning: "何も変更していません。",
            nextStep: "トークンをダウンロードしてください。", code: "token-is-public-key")
        refused.fileName = "ADEPublicKey-1f0c9a2e.pem"
        var first = Sample.tokenEdit
        first.token = nil
        first.pendingSince = nil
        var none = Sample.tokenPage
        none.token = nil
        none.history = []
        none.account = .init()
        let devices = TokenDevicesModel(
            devices: [
                Sample.listed("C39ABC0000A1", .pushed, "P1"), Sample.listed("C39ABC0000A2", .empty, ""),
            ], next: "C39ABC0000A2", profileUUID: "P1", hasToken: true, lastFetchAt: Sample.now, message: nil)
        let empty = TokenDevicesModel(
            devices: [], next: nil, profileUUID: nil, hasToken: true, lastFetchAt: nil, message: nil)
        return [
            Case(name: "token", page: TokenView(Sample.tokenPage), section: .settings),
            Case(name: "token-viewer", page: TokenView(Sample.tokenPage), role: .viewer, section: .settings),
            Case(name: "token-none", page: TokenView(none), section: .settings),
            Case(name: "token-delete", page: TokenDeleteView(Sample.tokenPage), section: .settings, isLab: true),
            Case(name: "token-edit", page: TokenEditView(Sample.tokenEdit), section: .settings),
            Case(name: "token-edit-first", page: TokenEditView(first), section: .settings),
            Case(name: "token-edit-refused", page: TokenEditView(refused), section: .settings),
            Case(name: "token-devices", page: TokenDevicesView(devices), section: .settings),
            Case(name: "token-devices-viewer", page: TokenDevicesView(devices), role: .viewer, section: .settings),
            Case(name: "token-devices-none", page: TokenDevicesView(empty), section: .settings),
            Case(
                name: "setup-profile",
                page: SetupProfileView(
                    SetupProfileModel(
                        settings: SetupSettings(name: "サンプル株式会社", skippedItems: ["Siri"]), isDefined: true)),
                section: .settings),
        ]
    }
}

extension Sample {
    static let tokenFace = TokenModel.Face(
        consumerKey: "CK_5e2f7c9a", expiresAt: date("2027-10-20T01:24:11Z"), registeredAt: date("2026-10-20T01:24:11Z"),
        isRenewal: true)

    static let tokenPage = TokenModel(
        token: tokenFace, version: 3, message: nil,
        history: [
            .init(
                registeredAt: date("2026-10-20T01:24:11Z"), expiresAt: date("2027-10-20T01:24:11Z"),
                consumerKey: "CK_5e2f7c9a", registeredBy: "admin", state: .active),
            .init(
                registeredAt: date("2025-10-20T01:24:11Z"), expiresAt: date("2026-10-20T01:24:11Z"),
                consumerKey: "CK_5e2f7c9a", registeredBy: "", state: .retired(date("2026-10-20T01:24:11Z"))),
        ],
        account: .init(
            serverName: "Kizuna", organization: "サンプル株式会社", checkedAt: now, devices: 12, assigned: 11,
            profileName: "Standard"))

    static let tokenEdit = TokenEditModel(
        token: tokenFace, version: 3, managerURL: "https://business.apple.com/",
        pendingSince: date("2026-11-20T01:24:11Z"))

    static func listed(_ serial: String, _ status: TokenDevice.ProfileStatus, _ uuid: String) -> ListedDevice {
        ListedDevice(
            device: TokenDevice(
                serialNumber: serial, model: "iPhone 16", family: "iPhone", assignedAt: date("2026-11-20T01:24:11Z"),
                profileStatus: status, profileUUID: uuid), round: 1, isWanted: true)
    }
}
