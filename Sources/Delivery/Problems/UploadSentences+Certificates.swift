import Foundation
import PushCertificates

/// Certificates that Apple did not make for this company's requests, or that say something else.
extension UploadSentences {
    func keyNotRequestedHere() -> Problem {
        refusal(
            "certificate-key-unknown",
            text(
                "この証明書は、このサーバーで作った証明書要求(CSR)のものではありません。",
                "this certificate was not made from a request (CSR) of this server."),
            text(
                "対になる秘密鍵がここにないので、登録しても機器に指示を送れません。別のサーバーの証明書要求を使ったか、サーバーが作り直されたと思われます。",
                "Its private key is not here, so devices could not be reached with it. The request came from another server, or this one was rebuilt."
            ),
            text(
                "[ダウンロード] で証明書要求(CSR)を受け取り、Apple のサイトの同じ行で Renew をもう一度押してアップロードしてください。何度更新しても費用はかかりません。初めての登録のときは Create a Certificate です。",
                "Take a request with [Download], press Renew again on the same row at Apple's site and upload it; renewing again costs nothing. For a first registration press Create a Certificate."
            ))
    }

    func sameTopicOtherKey(_ topic: PushTopic) -> Problem {
        let count = facts.devicesOnRegisteredTopic
        return refusal(
            "certificate-key-of-another-request",
            text(
                "トピックは登録中のものと同じですが、このサーバーにない証明書要求(CSR)で作られています。",
                "the topic is the registered one, but the certificate was made from a request (CSR) that is not of this server."
            ),
            text(
                "行は合っています。秘密鍵がここにないので使えません。その鍵を持つ別のシステムが、同じトピックの \(Wording.count(count)) 台に通知を送れる状態です。",
                "The row was right; the private key is missing here. The system that holds it can notify the \(Wording.managedDevices(count)) of this topic."
            ),
            text(
                "[ダウンロード] で証明書要求(CSR)を受け取ります。\(signIn.ja)UID= が \(topic) の行で Renew をもう一度押し、その証明書要求をアップロードしてください。\(noted.ja)",
                "Take a request with [Download]. \(signIn.en) Press Renew again on the row with UID=\(topic) and upload that request.\(noted.en)"
            ))
    }

    func notIssuedByApple(_ issuer: String) -> Problem {
        let name = Wording.quoted(issuer)
        return refusal(
            "certificate-not-issued-by-apple",
            text(
                "Apple が発行した証明書であることを確かめられません(発行者の表示: \(name))。",
                "it cannot be confirmed that Apple issued this certificate (issuer as written: \(name))."),
            text(
                "自作の証明書か、ほかの認証局の証明書と思われます。Apple の通知サービスでは使えません。",
                "It was probably made by oneself or by another authority. Apple's push service would not accept it."),
            pressDownload)
    }

    func appleIntermediateMissing(_ issuer: String) -> Problem {
        let name = Wording.quoted(issuer)
        return refusal(
            "certificate-intermediate-missing",
            text(
                "発行元の Apple の中間証明書が、このサーバーにありません(\(name))。",
                "the Apple intermediate certificate of its issuer is not on this server (\(name))."),
            text(
                "Apple が発行した証明書かもしれませんが、確かめられません。Apple が新しい中間証明書を使い始めたと思われます。",
                "Apple may have issued it, but that cannot be confirmed. Apple has probably begun to use a new intermediate."
            ),
            text(
                "サービスの運用者に、この中間証明書を Apple から取得して取り込むよう依頼し、済んだら同じファイルをもう一度登録してください。",
                "Ask the service operator to obtain that intermediate certificate from Apple and import it, then register the same file again."
            ))
    }

    func authoritiesNotImported() -> Problem {
        refusal(
            "authorities-not-imported",
            text(
                "Apple のルート証明書が、まだこのサーバーにありません。",
                "Apple's root certificate is not on this server yet."),
            text(
                "どの証明書も、Apple が発行したものか確かめられません。選んだファイルに問題があるわけではありません。",
                "No certificate can be confirmed as Apple's. This says nothing against the chosen file."),
            text(
                "サービスの運用者に、Apple のルート証明書と中間証明書を取り込むよう依頼し、済んだら同じファイルをもう一度登録してください。",
                "Ask the service operator to import Apple's root and intermediate certificates, then register the same file again."
            ))
    }

    func topicMissing() -> Problem {
        refusal(
            "certificate-topic-missing",
            text("証明書にトピック(UID)がありません。", "the certificate has no topic (UID)."),
            text(
                "Apple Push Certificates Portal 以外で作られた証明書と思われます。機器の管理には使えません。",
                "It was probably not made at the Apple Push Certificates Portal and cannot manage devices."),
            pressDownloadAtThePortal)
    }

    func severalTopics(_ topics: [String]) -> Problem {
        let list = topics.prefix(4).map { Wording.quoted($0, limit: 80) }
        return refusal(
            "certificate-several-topics",
            text(
                "証明書にトピック(UID)が \(Wording.count(topics.count)) 個あります(\(list.joined(separator: "、")))。",
                "the certificate has \(Wording.count(topics.count)) topics (UID): \(list.joined(separator: ", "))."),
            text(
                "Apple の証明書のトピックは 1 個です。どれを使うかを、推測で決めることはしません。",
                "A certificate from Apple has one. Which one is meant is not guessed."),
            pressDownloadAtThePortal)
    }

    func topicNotForManagement(_ topic: String) -> Problem {
        let shown = Wording.quoted(topic)
        return refusal(
            "certificate-topic-not-for-management",
            text(
                "機器の管理に使うトピックではありません(\(shown))。", "this topic is not one for managing devices (\(shown))."),
            text(
                "機器の管理に使うトピックは com.apple.mgmt. で始まります。別の用途の証明書を選んだと思われます。",
                "Topics for managing devices begin with com.apple.mgmt. This is probably a certificate for another purpose."
            ),
            pressDownloadAtThePortal)
    }

    func topicDiffers(_ registered: PushTopic, _ offered: PushTopic) -> Problem {
        let count = facts.devicesOnRegisteredTopic
        let loss =
            count == 0
            ? text(
                "登録中のトピックの機器は 0 台ですが、別のトピックへの切り替えはこの画面ではできません。",
                "No device listens to the registered topic yet, but this page does not switch topics.")
            : text(
                "この証明書では、管理中の \(Wording.count(count)) 台すべてに指示が届かなくなります。",
                count == 1
                    ? "The 1 managed device could not be reached with it."
                    : "None of the \(Wording.managedDevices(count)) could be reached with it.")
        return refusal(
            "topic-mismatch",
            text(
                "証明書のトピックが、登録中のものと異なります。", "this certificate's topic differs from the registered one."),
            text(
                loss.ja + "登録中: \(registered)、選んだファイル: \(offered)。",
                loss.en + " Registered: \(registered); chosen file: \(offered)."),
            text(
                "Create a Certificate を押したか、別の行の Renew を押したと思われます。\(signIn.ja)UID= が \(registered) の行の Renew を押し、同じ証明書要求(CSR)をアップロードしてください。\(noted.ja)",
                "Create a Certificate, or Renew on another row, was probably pressed. \(signIn.en) Press Renew on the row with UID=\(registered) and upload the same request (CSR).\(noted.en)"
            ))
    }
}
