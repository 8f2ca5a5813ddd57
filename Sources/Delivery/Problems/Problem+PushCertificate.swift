public import Foundation
public import UseCases

extension Problem {
    /// What stands against a wish about the push certificate besides the file and the vendor's signature.
    ///
    /// - Parameter timeZone: the company's.
    public init(_ error: PushCertificateError, timeZone: TimeZone) {
        switch error {
        case .changedMeanwhile(let login, let instant):
            self = .conflict(changedBy: login, at: instant, timeZone: timeZone)
        case .nothingEntered:
            self = .fileNotChosen
        case .appleIDTooLong(let limit):
            self = Self.tooLong("apple-id-too-long", ja: "Apple ID", en: "Apple Account", limit: limit)
        case .notesTooLong(let limit):
            self = Self.tooLong("notes-too-long", ja: "備考", en: "Notes", limit: limit)
        case .topicNeedsConfirmation(let devices):
            self = Self.topicNeedsConfirmation(devices)
        case .noCertificateRegistered:
            self.init(
                "certificate-not-registered",
                fact: LocalizedText(
                    ja: "Apple Push 証明書は登録されていません。", en: "No Apple Push certificate is registered."),
                meaning: LocalizedText(
                    ja: "この操作は、登録中の証明書に対して行うものです。何も変更していません。",
                    en: "This is done to a registered certificate. Nothing was changed."),
                nextStep: LocalizedText(
                    ja: "証明書を登録するか、削除した証明書を元に戻してください。",
                    en: "Register a certificate, or restore the deleted one."))
        case .cannotBeRestored:
            self.init(
                "certificate-not-restorable",
                fact: LocalizedText(ja: "削除した証明書を元に戻せません。", en: "The deleted certificate cannot be restored."),
                meaning: LocalizedText(
                    ja: "30 日を過ぎたか、別のトピックの証明書が登録されたか、削除された証明書がありません。何も変更していません。",
                    en:
                        "The 30 days are over, another topic was registered since, or nothing was deleted. Nothing was changed."
                ),
                nextStep: LocalizedText(
                    ja: "Apple のサイトで、使いたいトピックと UID= が同じ行の Renew を押し、届いた .pem ファイルを登録してください。",
                    en:
                        "On Apple's site press Renew on the row whose UID= is the topic you want, and register the .pem file you receive."
                ))
        case .noPendingRequest:
            self.init(
                "request-not-found",
                fact: LocalizedText(ja: "その証明書要求(CSR)はありません。", en: "There is no such request (CSR)."),
                meaning: LocalizedText(
                    ja: "証明書が登録または削除されたか、保存期間の 400 日を過ぎています。",
                    en: "A certificate was registered or deleted since, or the 400 days of keeping are over."),
                nextStep: LocalizedText(
                    ja: "[ダウンロード] で新しい証明書要求(CSR)を受け取ってください。",
                    en: "Take a new request with [Download]."))
        case .keyUnusable(let request):
            self = Self.keyUnusable(request)
        case .signedRequestNotOurs:
            self.init(
                "signed-request-of-another-key",
                fact: LocalizedText(
                    ja: "取り込めません。この署名済みの証明書要求は、この会社の証明書要求(CSR)から作られていません。",
                    en: "Not taken: this signed request was not made from a request (CSR) of this company."),
                meaning: LocalizedText(
                    ja: "別の会社か別のサーバーの証明書要求に署名したと思われます。何も変更していません。",
                    en: "The request of another company or another server was probably signed. Nothing was changed."),
                nextStep: LocalizedText(
                    ja: "kizuna certificate request で取り出した証明書要求に署名し、その結果を取り込んでください。",
                    en: "Sign the request that kizuna certificate request gave out, and hand in the result."))
        }
    }

    private static func tooLong(_ code: String, ja: String, en: String, limit: Int) -> Problem {
        let limit = Wording.count(limit)
        return Problem(
            code, fact: LocalizedText(ja: "\(ja)が長すぎます。", en: "\(en): too long."),
            meaning: LocalizedText(
                ja: "\(limit) 文字まで保存できます。何も変更していません。",
                en: "Up to \(limit) characters can be stored. Nothing was changed."),
            nextStep: LocalizedText(ja: "短くして、もう一度保存してください。", en: "Shorten it and save again."))
    }

    private static func topicNeedsConfirmation(_ devices: Int) -> Problem {
        Problem(
            "topic-needs-confirmation",
            fact: LocalizedText(
                ja: "登録する前に確認が必要です。証明書のトピックが、削除した証明書と異なります。",
                en: "To be confirmed first: this certificate's topic differs from the deleted one's."),
            meaning: LocalizedText(
                ja: "登録すると、削除した証明書のトピックの \(Wording.count(devices)) 台には、再登録するまで指示が届きません。何も変更していません。",
                en:
                    "Once it is registered, \(Wording.managedDevices(devices)) of the deleted topic cannot be reached until enrolled again. Nothing was changed."
            ),
            nextStep: LocalizedText(
                ja: "機器を続けて管理するには、削除した証明書を元に戻してください。別のトピックに替えるときは、確認の欄にチェックを入れて保存してください。",
                en:
                    "To keep managing the devices, restore the deleted certificate. To change the topic all the same, tick the confirmation and save."
            ))
    }

    private static func keyUnusable(_ request: String) -> Problem {
        let shown = Wording.quoted(request, limit: 20)
        return Problem(
            "request-key-unusable",
            fact: LocalizedText(
                ja: "証明書要求(CSR)\(shown) の秘密鍵を開けません。", en: "The private key of request (CSR) \(shown) does not open."),
            meaning: LocalizedText(
                ja: "この鍵の証明書を登録しても、機器に指示を送れません。何も変更していません。",
                en: "Devices could not be reached with a certificate of this key. Nothing was changed."),
            nextStep: LocalizedText(
                ja: "新しい証明書要求(CSR)を作成し、Apple のサイトの同じ行でもう一度 Renew を押してください。サービスの運用者にも、このコードを伝えてください。",
                en:
                    "Make a new request and press Renew again on the same row at Apple's site. Tell the service operator this code too."
            ))
    }
}
