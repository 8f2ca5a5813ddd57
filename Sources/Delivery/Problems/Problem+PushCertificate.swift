public import Foundation
public import UseCases

extension Problem {
    /// - Parameter timeZone: the company's; dates are written in it.
    public init(_ error: PushCertificateError, timeZone: TimeZone) {
        switch error {
        case .changedMeanwhile(let login, let instant):
            self = .conflict(changedBy: login, at: instant, timeZone: timeZone)
        case .nothingEntered: self = .fileNotChosen
        case .appleIDTooLong(let limit):
            self.init(
                "apple-id-too-long",
                fact: .init(
                    ja: "Apple ID が \(limit) 文字を超えています。", en: "The Apple Account is longer than \(limit) characters."),
                meaning: .init(ja: "何も保存していません。", en: "Nothing was saved."),
                nextStep: .init(
                    ja: "メールアドレスの形の Apple ID だけを入力してください。",
                    en: "Enter the Apple Account alone, in the form of a mail address."))
        case .notesTooLong(let limit):
            self.init(
                "notes-too-long",
                fact: .init(ja: "備考が \(limit) 文字を超えています。", en: "The notes are longer than \(limit) characters."),
                meaning: .init(ja: "何も保存していません。", en: "Nothing was saved."),
                nextStep: .init(ja: "短くして、もう一度保存してください。", en: "Shorten them and save again."))
        case .topicNeedsConfirmation(let devices):
            self.init(
                "topic-needs-confirmation",
                fact: .init(
                    ja: "\(devices) 台の機器が、削除した証明書のトピックを使っています。",
                    en: "\(devices) devices still listen to the topic of the deleted certificate."),
                meaning: .init(
                    ja: "別のトピックの証明書を登録すると、これらの機器は再登録するまで管理できません。まだ登録していません。",
                    en: "With a certificate of another topic they cannot be managed until they enroll again. "
                        + "Nothing was registered."),
                nextStep: .init(
                    ja: "削除した証明書を元に戻すか、確認の欄にチェックを入れて保存してください。",
                    en: "Restore the deleted certificate, or tick the confirmation and save."))
        case .noCertificateRegistered:
            self.init(
                "no-certificate-registered",
                fact: .init(ja: "証明書は登録されていません。", en: "No certificate is registered."),
                meaning: .init(ja: "削除するものがありません。", en: "There is nothing to delete."),
                nextStep: .init(
                    ja: "Apple Push 証明書の画面で現在の状態を確認してください。",
                    en: "See the present state on the page Apple Push certificate."))
        case .cannotBeRestored:
            self.init(
                "cannot-be-restored",
                fact: .init(ja: "元に戻せる証明書がありません。", en: "There is no certificate that can be restored."),
                meaning: .init(
                    ja: "30 日を過ぎたか、別のトピックの証明書が登録されています。何も変更していません。",
                    en: "The 30 days are over, or a certificate with another topic has been registered since. "
                        + "Nothing was changed."),
                nextStep: .init(
                    ja: "Apple Push 証明書の画面で現在の状態を確認してください。",
                    en: "See the present state on the page Apple Push certificate."))
        case .noPendingRequest:
            self.init(
                "no-pending-request",
                fact: .init(ja: "証明書要求(CSR)が見つかりません。", en: "There is no such certificate request."),
                meaning: .init(ja: "何も変更していません。", en: "Nothing was changed."),
                nextStep: .init(
                    ja: "編集の画面で [ダウンロード] を押してください。", en: "Press [Download] on the edit page."))
        case .keyUnusable(let request):
            self.init(
                "request-key-unusable",
                fact: .init(
                    ja: "証明書要求 \(request) の秘密鍵を開けませんでした。",
                    en: "The private key of request \(request) could not be opened."),
                meaning: .init(
                    ja: "この要求から作った証明書は使えません。登録中の証明書は変更していません。",
                    en: "A certificate made from this request cannot be used. The registered one is unchanged."),
                nextStep: .init(
                    ja: "編集の画面で新しい証明書要求を作り、Apple のサイトで同じ行の Renew をもう一度押してください。",
                    en: "Make a new request on the edit page and press Renew once more on the same row at Apple."))
        case .signedRequestNotOurs:
            self.init(
                "signed-request-not-ours",
                fact: .init(
                    ja: "この署名済みの証明書要求は、この会社の要求から作られたものではありません。",
                    en: "This signed request was not made from a request of this company."),
                meaning: .init(ja: "何も保存していません。", en: "Nothing was stored."),
                nextStep: .init(
                    ja: "`kizuna certificate request --unsigned` で出力した要求に署名してください。",
                    en: "Sign the request that `kizuna certificate request --unsigned` wrote."))
        }
    }
}
