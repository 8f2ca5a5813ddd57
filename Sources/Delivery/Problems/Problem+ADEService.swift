public import AutomatedEnrollment
public import Foundation

extension Problem {
    /// What Apple's device enrollment service said instead of an answer.
    public init(_ problem: ServiceProblem, timeZone: TimeZone) {
        switch problem {
        case .refused(let status, let word):
            self = Self.service(
                "ade-refused", ("Apple のサービスに断られました。", "Apple's service refused."),
                (
                    "答えは \(status) \(Wording.quoted(word, limit: 60)) でした。",
                    "It answered \(status) \(Wording.quoted(word, limit: 60))."
                ),
                Self.tryLater)
        case .tokenRejected(let word) where !word.isEmpty:
            self = Self(storedServiceProblem: problem.code, detail: Wording.quoted(word, limit: 60))
        default: self.init(storedServiceProblem: problem.code)
        }
    }

    private static let tryLater = (
        "30 分ごとに自動で確認します。続くときは、このコードをサービスの運用者に伝えてください。",
        "It is tried again every 30 minutes. If it goes on, tell the service operator this code."
    )

    /// - Parameters:
    ///   - code: ``ServiceProblem/code``, as it is kept of the last attempt.
    ///   - detail: Apple's word; empty when there is nothing to add.
    public init(storedServiceProblem code: String, detail: String = "") {
        let word = detail.isEmpty ? ("", "") : ("答えは \(detail) でした。", "It answered \(detail). ")
        switch code {
        case "terms-not-signed":
            self = Self.service(
                "ade-terms-not-signed",
                (
                    "Apple Business Manager の新しい規約に、まだ同意していません。",
                    "New terms of Apple Business Manager are not accepted yet."
                ),
                ("同意するまで、対象機器の一覧と割り当ては更新されません。", "Until they are, devices and assignments are not brought up to date."),
                (
                    "管理者が Apple Business Manager にログインし、規約に同意してから、[今すぐ確認] を押してください。",
                    "Have an administrator log in to Apple Business Manager and accept them, then press Check now."
                ))
        case "token-rejected", "access-denied":
            self = Self.service(
                "ade-token-rejected", ("このトークンは、Apple に受け付けられません。", "Apple does not accept this token."),
                (
                    word.0 + "新しいトークンがダウンロードされたか、Apple Business Manager でサーバーが削除されています。",
                    word.1 + "A newer token was downloaded, or the server was deleted at Apple Business Manager."
                ),
                (
                    "Apple Business Manager で同じサーバーのトークンをダウンロードし、登録してください。",
                    "Download the token of the same server at Apple Business Manager, and register it."
                ))
        case "clock-refused":
            self = Self.service(
                "ade-clock-refused", ("このサーバーの時計が、Apple の時計と合っていません。", "This server's clock is not Apple's."),
                ("対象機器を確認できません。", "The devices cannot be checked."),
                ("サービスの運用者に、サーバーの時刻を合わせるよう依頼してください。", "Ask the service operator to set the server's clock."))
        case "throttled":
            self = Self.service(
                "ade-throttled", ("Apple のサービスが混み合っています。", "Apple's service is busy."),
                ("いまは確認できません。", "It cannot be asked now."), Self.tryLater)
        case "unreachable":
            self = Self.service(
                "ade-unreachable", ("Apple のサービスに接続できません。", "Apple's service cannot be reached."),
                (
                    "サーバーから mdmenrollment.apple.com の 443 番に接続できる必要があります。",
                    "The server must be able to reach mdmenrollment.apple.com on port 443."
                ), Self.tryLater)
        case "profile-unknown":
            self = Self.service(
                "ade-profile-unknown", ("Apple にこのプロファイルがありません。", "Apple does not know this profile."),
                ("サーバーが作り直されたと思われます。", "The server was probably made anew."),
                ("プロファイルを編集し、保存し直してください。", "Edit the profile and save it again."))
        default:
            self = Self.service(
                "ade-not-understood", ("Apple のサービスの答えを読み取れません。", "Apple's answer was not understood."),
                ("対象機器の一覧は、前のままです。", "The list of devices is as it was."), Self.tryLater)
        }
    }

    private static func service(
        _ code: String, _ fact: (String, String), _ meaning: (String, String), _ step: (String, String)
    ) -> Problem {
        Problem(
            code, fact: LocalizedText(ja: fact.0, en: fact.1), meaning: LocalizedText(ja: meaning.0, en: meaning.1),
            nextStep: LocalizedText(ja: step.0, en: step.1))
    }

    /// What an administrator typed about the profile.
    public init(_ problem: SetupSettings.Problem) {
        let (code, ja, en, limit) =
            switch problem {
            case .nameInvalid(let limit): ("setup-name-invalid", "プロファイル名", "The profile's name", limit)
            case .departmentTooLong(let limit): ("setup-department-too-long", "部署名", "The department", limit)
            case .supportPhoneTooLong(let limit): ("setup-phone-too-long", "電話番号", "The phone number", limit)
            }
        self = Self.service(
            code, ("\(ja)を使えません。", "\(en) cannot be used."),
            ("\(limit) 文字までです。何も変更していません。", "It has at most \(limit) characters. Nothing was changed."),
            ("入力し直して、もう一度保存してください。", "Enter it again and save."))
    }
}
