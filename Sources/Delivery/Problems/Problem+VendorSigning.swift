import Administration
public import Foundation
public import PushCertificates

extension Problem {
    /// Why no request can be signed now. A request that Apple would refuse is not offered (P-23); the
    /// certificate that is registered keeps working in every one of these cases.
    public init(_ problem: VendorSigningProblem, timeZone: TimeZone) {
        switch problem {
        case .noVendorCertificate:
            self = .cannotSign(
                "vendor-certificate-missing", ja: "ベンダー証明書がまだ取り込まれていません。",
                en: "no vendor certificate has been imported.", step: .importVendor)
        case .unreadableCertificate:
            self = .cannotSign(
                "vendor-certificate-unreadable", ja: "ベンダー証明書を読み取れません。",
                en: "the vendor certificate cannot be read.", step: .importVendor)
        case .unreadableKey:
            self = .cannotSign(
                "vendor-key-unreadable", ja: "ベンダー証明書の秘密鍵を読み取れません。暗号化されていない PEM 形式の鍵が必要です。",
                en: "the vendor certificate's private key cannot be read. An unencrypted PEM key is needed.",
                step: .importVendor)
        case .keyDoesNotMatch:
            self = .cannotSign(
                "vendor-key-mismatch", ja: "秘密鍵がベンダー証明書と対になっていません。",
                en: "the private key does not belong to the vendor certificate.", step: .importVendor)
        case .keyNotSupported:
            self = .cannotSign(
                "vendor-key-not-supported", ja: "ベンダー証明書の鍵は RSA 2048 ビット以上が必要です。",
                en: "the vendor certificate's key must be RSA with 2048 bits or more.", step: .newVendor)
        case .expired(let instant):
            self = .cannotSign(
                "vendor-certificate-expired",
                ja: "ベンダー証明書の有効期限が \(Wording.instant(instant, in: timeZone, .japanese)) に切れています。",
                en: "the vendor certificate expired at \(Wording.instant(instant, in: timeZone, .english)).",
                step: .newVendor)
        case .notYetValid(let instant):
            self = .cannotSign(
                "vendor-certificate-not-yet-valid",
                ja: "ベンダー証明書が有効になるのは \(Wording.instant(instant, in: timeZone, .japanese)) からです。",
                en: "the vendor certificate is valid only from \(Wording.instant(instant, in: timeZone, .english)).",
                step: .clock)
        case .intermediateMissing(let issuer):
            let name = Wording.quoted(issuer)
            self = .cannotSign(
                "vendor-intermediate-missing", ja: "ベンダー証明書の発行元の中間証明書がありません(\(name))。",
                en: "the intermediate certificate that issued the vendor certificate is missing (\(name)).",
                step: .appleCertificates)
        case .rootMissing:
            self = .cannotSign(
                "vendor-root-missing", ja: "Apple のルート証明書がまだ取り込まれていません。",
                en: "Apple's root certificate has not been imported.", step: .appleCertificates)
        case .chainNotTrusted:
            self = .cannotSign(
                "vendor-chain-not-trusted", ja: "ベンダー証明書が Apple のルート証明書までつながりません。",
                en: "the vendor certificate does not chain to Apple's root certificate.", step: .appleCertificates)
        case .intermediateExpired(let subject, let instant):
            let name = Wording.quoted(subject)
            self = .cannotSign(
                "vendor-intermediate-expired",
                ja: "中間証明書(\(name))の有効期限が \(Wording.instant(instant, in: timeZone, .japanese)) に切れています。",
                en:
                    "the intermediate certificate (\(name)) expired at \(Wording.instant(instant, in: timeZone, .english)).",
                step: .newVendor)
        case .selfCheckFailed(let check):
            let name = Wording.quoted(check)
            self = .cannotSign(
                "vendor-self-check", ja: "署名した証明書要求が、渡す前の確認に通りませんでした(\(name))。",
                en: "the signed request did not pass the check made before handing it out (\(name)).", step: .report)
        case .notAppleAuthority(let subject):
            let name = Wording.quoted(subject)
            self = .cannotSign(
                "vendor-not-apple-authority", ja: "Apple の認証局の証明書ではありません(\(name))。取り込みませんでした。",
                en: "this is not a certificate of an Apple authority (\(name)). It was not imported.",
                step: .appleCertificates)
        }
    }

    private enum SigningStep {
        case importVendor, newVendor, appleCertificates, clock, report

        var text: LocalizedText {
            switch self {
            case .importVendor:
                LocalizedText(
                    ja: "サービスの運用者に、kizuna vendor import でベンダー証明書と秘密鍵を取り込むよう依頼してください。",
                    en:
                        "Ask the service operator to import the vendor certificate and its key with kizuna vendor import."
                )
            case .newVendor:
                LocalizedText(
                    ja: "サービスの運用者に、Apple Developer のサイトで新しいベンダー証明書(MDM CSR)を取得し、kizuna vendor import で取り込むよう依頼してください。",
                    en:
                        "Ask the service operator to obtain a new vendor certificate (MDM CSR) at the Apple Developer site and import it with kizuna vendor import."
                )
            case .appleCertificates:
                LocalizedText(
                    ja: "サービスの運用者に、Apple のルート証明書と中間証明書を取得し直して取り込むよう依頼してください。手順はガイド vendor-signing.md にあります。",
                    en:
                        "Ask the service operator to obtain Apple's root and intermediate certificates again and import them, as the guide vendor-signing.md describes."
                )
            case .clock:
                LocalizedText(
                    ja: "サービスの運用者に、サーバーの時計を確かめるよう依頼してください。",
                    en: "Ask the service operator to check the server's clock.")
            case .report:
                LocalizedText(
                    ja: "サービスの運用者に、このコードと日時を伝えてください。",
                    en: "Tell the service operator this code and the time.")
            }
        }
    }

    private static func cannotSign(_ code: String, ja: String, en: String, step: SigningStep) -> Problem {
        Problem(
            code,
            fact: LocalizedText(ja: "証明書要求に署名できません。" + ja, en: "Requests cannot be signed: " + en),
            meaning: LocalizedText(
                ja: "Apple が受け付けない証明書要求は渡しません。登録中の Apple Push 証明書は、そのまま使えます。",
                en:
                    "A request that Apple would refuse is not handed out. The registered Apple Push certificate keeps working."
            ),
            nextStep: step.text)
    }
}
