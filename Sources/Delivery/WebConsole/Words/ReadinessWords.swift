import Administration

/// Why no device can be enrolled at the moment, said before anybody walks to one.
enum ReadinessWords {
    static let toCertificate = Text(ja: "証明書を登録する", en: "Register the certificate")

    /// Nil when devices can be enrolled.
    static func message(_ readiness: EnrollmentReadiness, in c: ViewContext) -> Message? {
        let step = c(c.permits(.manageCertificate) ? certificateStep : certificateStepForOthers)
        switch readiness {
        case .ready: return nil
        case .noCertificate:
            return Message(
                .warning,
                c(
                    Text(
                        ja: "いまは機器を登録できません。証明書が登録されていません。",
                        en: "No device can be enrolled now: no certificate is registered.")),
                meaning: c(
                    Text(
                        ja: "登録の案内には Apple Push 証明書のトピックが必要です。",
                        en: "An enrollment carries the topic of the Apple Push certificate.")),
                nextStep: step)
        case .certificateExpired(let at):
            return Message(
                .warning,
                c(
                    Text(
                        ja: "いまは機器を登録できません。証明書の有効期限が \(c.dateTime(at)) に切れました。",
                        en: "No device can be enrolled now: the certificate expired at \(c.dateTime(at)).")),
                meaning: c(
                    Text(ja: "登録しても、機器に指示が届きません。", en: "An enrolled device could not be reached.")),
                nextStep: c(
                    Text(
                        ja: "同じトピックの行を Renew で更新し、登録してください。",
                        en: "Renew the row with the same topic on Apple’s site, then register the certificate.")))
        case .certificateDeleted(let at):
            return Message(
                .warning,
                c(
                    Text(
                        ja: "いまは機器を登録できません。証明書は \(c.dateTime(at)) に削除されました。",
                        en: "No device can be enrolled now: the certificate was deleted at \(c.dateTime(at)).")),
                nextStep: c(
                    Text(
                        ja: "証明書の画面で元に戻すか、新しい証明書を登録してください。",
                        en: "Restore it on the certificate’s page, or register a new one.")))
        case .noPublicAddress:
            return Message(
                .warning,
                c(
                    Text(
                        ja: "いまは機器を登録できません。機器が接続するアドレスが設定されていません。",
                        en: "No device can be enrolled now: no address for devices is configured.")),
                meaning: c(
                    Text(
                        ja: "登録の案内のリンクを作れません。", en: "The link of an invitation needs it.")),
                nextStep: c(
                    Text(
                        ja: "サービス運用者に依頼し、公開アドレス (--devices-url https://…) を設定して再起動してください。",
                        en: "Ask the service operator to set the public address (--devices-url https://…) and restart.")
                )
            )
        }
    }

    private static let certificateStep = Text(
        ja: "先に Apple Push 証明書を登録してください。", en: "Register the Apple Push certificate first.")
    private static let certificateStepForOthers = Text(
        ja: "管理者に、Apple Push 証明書の登録を依頼してください。",
        en: "Ask an administrator to register the Apple Push certificate.")
}
