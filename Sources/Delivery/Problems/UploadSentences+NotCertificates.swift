/// Files that are no certificate, or not one whole certificate.
extension UploadSentences {
    func empty() -> Problem {
        refusal(
            "file-empty",
            text("\(file.ja)の中身が空です。", "\(file.en) is empty."),
            text("ダウンロードやコピーが途中で止まったと思われます。", "A download or a copy probably stopped halfway."),
            text(
                "Apple のサイトの一覧で Download をもう一度押し、届いた .pem ファイルを選んでください。",
                "Press Download again in the list on Apple's site and choose the .pem file you receive."))
    }

    func tooLarge(_ limitBytes: Int) -> Problem {
        let limit = Wording.size(limitBytes)
        return refusal(
            "file-too-large",
            text("ファイルが大きすぎます(上限 \(limit))。", "the file is too large (limit \(limit))."),
            text(
                "Apple の証明書ファイルは数 KiB です。別のファイルを選んだと思われます。",
                "A certificate from Apple takes a few KiB. This is probably another file."),
            pressDownload)
    }

    func zipArchive() -> Problem {
        refusal(
            "file-is-zip",
            text("これは ZIP ファイルです。", "this is a ZIP archive."),
            text(
                "証明書は圧縮しないまま登録します。Apple のサイトから届くのは .pem ファイルです。",
                "The certificate is registered as it is; Apple's site delivers a .pem file."),
            text(
                "中に .pem ファイルがあれば、取り出して選んでください。なければ、Apple のサイトで Download を押してください。",
                "If a .pem file is inside, take it out and choose it; otherwise press Download on Apple's site."))
    }

    func webPage() -> Problem {
        refusal(
            "file-is-web-page",
            text("これは Web ページ(HTML)です。", "this is a web page (HTML)."),
            text(
                "Apple のサイトのログインが切れた後に保存したか、ブラウザーの「ページを保存」を使ったと思われます。",
                "It was probably saved after the sign-in at Apple's site had ended, or with the browser's “Save page”."),
            text(
                "Apple のサイトにもう一度ログインし、一覧で Download を押して、届いた .pem ファイルを選んでください。",
                "Sign in to Apple's site again, press Download in the list and choose the .pem file you receive."))
    }

    func utf16Text() -> Problem {
        refusal(
            "file-is-utf16",
            text("これは UTF-16 で保存されたテキストです。", "this is text saved as UTF-16."),
            text(
                "証明書をテキストエディターで開き、別の文字コードで保存したと思われます。",
                "The certificate was probably opened in a text editor and saved in another encoding."),
            text(
                "Apple のサイトで Download を押し、届いた .pem ファイルを、開かずにそのまま選んでください。",
                "Press Download on Apple's site and choose the .pem file as it arrives, without opening it first."))
    }

    func propertyList() -> Problem {
        refusal(
            "file-is-property-list",
            text("これはプロパティリストか構成プロファイルです。", "this is a property list or a configuration profile."),
            text(
                "機器に入れる設定か、Apple のサイトにアップロードする前のファイルと思われます。証明書ではありません。",
                "It is probably a setting for devices, or a file on its way to Apple's site. It is not a certificate."),
            pressDownload)
    }

    func image() -> Problem {
        refusal(
            "file-is-image",
            text("これは画像です。", "this is a picture."),
            text("画面の写しを選んだと思われます。", "A screenshot was probably chosen."),
            pressDownload)
    }

    func severalCertificates(_ count: Int) -> Problem {
        refusal(
            "file-has-several-certificates",
            text(
                "ファイルに証明書が \(Wording.count(count)) 件入っています。",
                "the file holds \(Wording.count(count)) certificates."),
            text(
                "会社の証明書 1 件だけのファイルが必要です。どれを使うかを、推測で決めることはしません。",
                "A file with one certificate, the company's, is needed. Which one is meant is not guessed."),
            text(
                "Apple のサイトで Download を押し、届いた .pem ファイルを、ほかの証明書とつなげずに選んでください。",
                "Press Download on Apple's site and choose the .pem file as it arrives, not joined with others."))
    }

    func certificateBundle() -> Problem {
        refusal(
            "file-is-certificate-bundle",
            text("これは証明書をまとめたファイル(.p7b)です。", "this is a bundle of certificates (.p7b)."),
            text(
                "ほかの証明書と一緒に書き出したファイルと思われます。証明書 1 件だけのファイルが必要です。",
                "It was probably exported together with others. A file with one certificate is needed."),
            pressDownload)
    }

    func damagedCertificate() -> Problem {
        refusal(
            "certificate-damaged",
            text("証明書の内容が壊れていて、読み取れません。", "the certificate is damaged and cannot be read."),
            text(
                "途中で切れたか、メールやエディターで書き換わったと思われます。",
                "It was probably cut off, or changed by mail or an editor on the way."),
            text(
                "Apple のサイトの一覧で Download をもう一度押し、届いた .pem ファイルをそのまま選んでください。",
                "Press Download again in the list on Apple's site and choose the .pem file as it arrives."))
    }

    func notACertificate() -> Problem {
        refusal(
            "file-not-a-certificate",
            text("\(file.ja)は証明書ではありません。", "\(file.en) is not a certificate."),
            text(
                "知られている種類のファイルではありませんでした。別のファイルを選んだと思われます。",
                "It is no kind of file that is known here. Another file was probably chosen."),
            pressDownload)
    }
}
