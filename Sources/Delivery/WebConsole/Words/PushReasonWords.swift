/// Every reason of APNs: what it means, and what to do.
///
/// Source: Apple, "Handling notification responses from APNs"; unknown reasons have a sentence too.
struct PushReasonWords: Sendable, Equatable {
    let meaning: Text
    let nextStep: Text

    private init(_ ja: String, _ en: String, _ jaStep: String, _ enStep: String) {
        meaning = Text(ja: ja, en: en)
        nextStep = Text(ja: jaStep, en: enStep)
    }

    private init(_ ja: String, _ en: String, _ step: (String, String)) { self.init(ja, en, step.0, step.1) }

    /// - Parameters:
    ///   - status: HTTP status of APNs, 0 when no answer came.
    ///   - reason: Apple's word; anything else is taken as trouble in words.
    static func of(status: Int, reason: String) -> PushReasonWords {
        byReason[reason] ?? byStatus(status)
    }

    static let byReason: [String: PushReasonWords] = certificate.merging(device) { first, _ in first }
        .merging(service) { first, _ in first }.merging(ours) { first, _ in first }

    private static let renew = (
        "Apple Push 証明書の画面で、有効期限と「通信中の証明書」を確かめ、必要なら Renew で更新してください。",
        "On the Apple Push certificate’s page look at its date and at the certificate in use; renew it if need be."
    )
    private static let enrollAgain = ("この機器をもう一度登録してください。", "Enroll this device again.")
    private static let waitForDevice = (
        "端末が次に連絡すると、自動で直ります。連絡がないときは、もう一度登録してください。",
        "The device’s next contact mends this. If none comes, enroll it again."
    )
    private static let automatic = ("自動で送り直します。操作は必要ありません。", "It is sent again by itself; nothing to do.")
    private static let report = (
        "製品の不具合です。追跡番号とともに、サポートに連絡してください。", "A fault of this product: please report it to support."
    )
    private static let proxy = (
        "サーバーと Apple の間に、TLS を中継する装置がないか確かめてください。",
        "Make sure that nothing between this server and Apple intercepts TLS."
    )

    private static let certificate: [String: PushReasonWords] = [
        "BadCertificate": .init(
            "Apple が証明書を受け付けません。期限切れか、失効しています。", "Apple does not accept the certificate: expired or revoked.", renew),
        "BadCertificateEnvironment": .init(
            "証明書が、この接続先(本番・開発)のものではありません。", "The certificate is not for this environment.", renew),
        "BadTopic": .init(
            "指定したトピックを Apple が認めません。", "Apple does not accept the topic.", renew),
        "TopicDisallowed": .init(
            "この証明書では、このトピックに送れません。", "The certificate may not send to this topic.", renew),
        "Forbidden": .init("Apple がこの操作を許可しません。", "Apple does not permit this.", renew),
        "ExpiredProviderToken": .init(
            "Apple に証明書が届いていません。", "Apple was not shown the certificate.", proxy),
        "InvalidProviderToken": .init(
            "Apple に証明書が届いていません。", "Apple was not shown the certificate.", proxy),
        "MissingProviderToken": .init(
            "Apple に証明書が届いていません。", "Apple was not shown the certificate.", proxy),
        "UnrelatedKeyIdInToken": .init(
            "Apple に証明書が届いていません。", "Apple was not shown the certificate.", proxy),
        "BadEnvironmentKeyIdInToken": .init(
            "Apple に証明書が届いていません。", "Apple was not shown the certificate.", proxy),
    ]

    private static let device: [String: PushReasonWords] = [
        "Unregistered": .init(
            "端末のトークンが、このトピックではもう有効でありません。", "The device’s token is no longer valid for this topic.", waitForDevice),
        "ExpiredToken": .init("端末のトークンの期限が切れています。", "The device’s token has expired.", waitForDevice),
        "BadDeviceToken": .init(
            "端末のトークンを Apple が認めません。", "Apple does not accept the device’s token.",
            "端末が次に連絡するのを待ってください。多くの機器で起きるときは、接続先(本番・開発)の設定を確かめてください。",
            "Wait for the device’s next contact. If many devices show this, check the environment that pushes go to."),
        "DeviceTokenNotForTopic": .init(
            "端末は別のトピックで登録されています。", "The device was enrolled with another topic.", enrollAgain),
        "TooManyRequests": .init(
            "この機器への通知が多すぎます。", "Too many notifications to this device.", automatic),
    ]

    private static let service: [String: PushReasonWords] = [
        "InternalServerError": .init("Apple のサービスに問題があります。", "Apple’s service has a problem.", automatic),
        "ServiceUnavailable": .init("Apple のサービスが混み合っています。", "Apple’s service is busy.", automatic),
        "Shutdown": .init("Apple が接続を閉じました。", "Apple closed the connection.", automatic),
        "IdleTimeout": .init("使われない接続を Apple が閉じました。", "Apple closed an idle connection.", automatic),
        "TooManyProviderTokenUpdates": .init(
            "接続のやり直しが多すぎます。", "The connection was renewed too often.", automatic),
    ]

    private static let ours: [String: PushReasonWords] = Dictionary(
        uniqueKeysWithValues: [
            "BadCollapseId", "BadExpirationDate", "BadMessageId", "BadPriority", "DuplicateHeaders", "InvalidPushType",
            "MissingDeviceToken", "MissingTopic", "PayloadEmpty", "BadPath", "MethodNotAllowed", "PayloadTooLarge",
        ].map { ($0, PushReasonWords("サーバーが送った通知の形が正しくありません。", "The notification we sent is malformed.", report)) })

    private static func byStatus(_ status: Int) -> PushReasonWords {
        switch status {
        case 0:
            .init(
                "Apple のサーバーから答えがありません。", "Apple’s server did not answer.",
                "自動で送り直します。続くときは、サーバーから api.push.apple.com:443 への接続を確かめてください。",
                "It is sent again by itself. If this goes on, check the connection from this server to api.push.apple.com:443."
            )
        case 410: device["Unregistered"] ?? .init("", "", automatic)
        case 403: .init("Apple が証明書を受け付けません。", "Apple does not accept the certificate.", renew)
        case 429, 500...599: .init("Apple のサービスに問題があります。", "Apple’s service has a problem.", automatic)
        default:
            .init(
                "Apple が、まだ知られていない理由で断りました。", "Apple refused for a reason that is not known yet.",
                "続くときは、理由のコードとともにサポートに連絡してください。", "If this goes on, tell support the reason’s code.")
        }
    }
}
