/// Files that Apple made for something else.
extension UploadSentences {
    func certificateRequest() -> Problem {
        refusal(
            "file-is-request",
            text("これは証明書ではなく、証明書要求(CSR)です。", "this is the request (CSR), not the certificate."),
            text("Apple のサイトにアップロードするためのファイルです。", "It is the file to upload at Apple's site."),
            text(
                "Apple のサイトで Download を押し、届いた .pem ファイルを選んでください。",
                "Press Download there and choose the .pem file you receive."))
    }

    func signedRequest() -> Problem {
        refusal(
            "file-is-signed-request",
            text("これは証明書ではなく、署名済みの証明書要求(CSR)です。", "this is the signed request (CSR), not the certificate."),
            text(
                "この画面の [ダウンロード] で受け取った、Apple のサイトにアップロードするためのファイルです。",
                "It is the file from [Download] on this page, to be uploaded at Apple's site."),
            text(
                "Apple のサイトでこのファイルをアップロードし、次の画面で Download を押して、届いた .pem ファイルを選んでください。",
                "Upload it at Apple's site, press Download on the page that follows, and choose the .pem file you receive."
            ))
    }

    func vendorCertificate() -> Problem {
        refusal(
            "file-is-vendor-certificate",
            text("これはベンダー証明書(MDM CSR)です。", "this is the vendor certificate (MDM CSR)."),
            text(
                "証明書要求に署名するための証明書で、サービスの運用者が使います。Apple Developer のサイトで Download を押したと思われます。",
                "It signs requests and belongs to the service operator. Download was probably pressed at the Apple Developer site."
            ),
            pressDownloadAtThePortal)
    }

    func appleAuthority(_ subject: String) -> Problem {
        let name = Wording.quoted(subject)
        return refusal(
            "file-is-apple-authority",
            text("これは Apple の認証局の証明書です(\(name))。", "this is the certificate of an Apple authority (\(name))."),
            text(
                "証明書の発行元を確かめるためのもので、会社の Apple Push 証明書ではありません。Apple PKI のページから取得したと思われます。",
                "It proves who issued a certificate and is not your company's. It was probably taken from the Apple PKI page."
            ),
            pressDownloadAtThePortal)
    }

    func appPushCertificate(_ subject: String) -> Problem {
        let name = Wording.quoted(subject)
        return refusal(
            "file-is-app-push-certificate",
            text("これはアプリ用のプッシュ証明書です(\(name))。", "this is a push certificate of an app (\(name))."),
            text(
                "アプリが通知を送るための証明書で、機器の管理には使えません。Apple Developer のサイトで作成したと思われます。",
                "It lets an app send notifications and cannot manage devices. It was probably made at the Apple Developer site."
            ),
            text(
                "Apple Push Certificates Portal(https://identity.apple.com/pushcert/)で、初めてのときは Create a Certificate、更新のときは Renew を押して、届いた .pem ファイルを選んでください。",
                "At the Apple Push Certificates Portal (https://identity.apple.com/pushcert/) press Create a Certificate the first time, Renew later, and choose the .pem file you receive."
            ))
    }

    func deviceEnrollmentToken() -> Problem {
        refusal(
            "file-is-enrollment-token",
            text("これは ADE トークン(.p7m)です。", "this is an Automated Device Enrollment token (.p7m)."),
            text(
                "Apple Business Manager などで、サーバーのトークンのダウンロードを押したと思われます。Apple Push 証明書とは別のものです。",
                "The server token was probably downloaded from Apple Business Manager or Apple School Manager. It is not the Apple Push certificate."
            ),
            pressDownloadAtThePortal)
    }

    func pkcs12() -> Problem {
        refusal(
            "file-is-pkcs12",
            text("これは PKCS #12 ファイル(.p12、.pfx)です。", "this is a PKCS #12 file (.p12, .pfx)."),
            text(
                "秘密鍵が入っていることがあるため、保存も記録もしていません。入っていた秘密鍵は、人に知られたものとして扱ってください。",
                "It may hold a private key, so it was neither stored nor logged. Treat a key in it as exposed."),
            text(
                "Apple のサイトで Download を押し、届いた .pem ファイルを選んでください。秘密鍵はこのサーバーが持っているので、送る必要はありません。",
                "Press Download on Apple's site and choose the .pem file you receive. This server holds the private key already; there is no need to send one."
            ))
    }

    func privateKey() -> Problem {
        refusal(
            "file-is-private-key",
            text("これは秘密鍵です。", "this is a private key."),
            text(
                "保存も記録もしていません。この秘密鍵は人に知られたものとして扱い、もう使わないでください。",
                "It was neither stored nor logged. Treat this key as exposed and do not use it any more."),
            text(
                "Apple のサイトで Download を押し、届いた .pem ファイルを選んでください。登録に必要なのは証明書だけです。",
                "Press Download on Apple's site and choose the .pem file you receive. Only the certificate is needed."))
    }
}
