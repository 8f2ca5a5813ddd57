/// 「登録できません」: what the chosen file is, and what to do.
enum ManualWrongFiles {
    static let chapter = ManualChapter(
        title: Text(ja: "登録できないファイル", en: "Files that cannot be registered"),
        blocks: [
            .text(
                Phrase(
                    ja: "登録できないときは、登録中の証明書は変わりません。画面の説明と、次の表を見てください。",
                    en:
                        "When a file is not registered, the present certificate stays as it is. See the message, and this table."
                )),
            .table(Text(ja: "選んだファイル", en: "The chosen file"), Text(ja: "次にすること", en: "What to do"), rows),
        ])

    private static let rows: [(Phrase, Phrase)] = [
        (
            Phrase(ja: "別のトピックの証明書", en: "A certificate with another topic"),
            Phrase(
                ja: "<code>UID=</code> が登録中のトピックと同じ行の <b class=\"apple\" lang=\"en\">Renew</b> を押します。",
                en: "Press <b class=\"apple\">Renew</b> on the row whose <code>UID=</code> equals the registered topic."
            )
        ),
        (
            Phrase(ja: "ほかの要求から作られた証明書(鍵が異なる)", en: "A certificate made from another request (other key)"),
            Phrase(
                ja: "1. でダウンロードした CSR を、<b class=\"apple\" lang=\"en\">Renew</b> でもう一度アップロードします。",
                en: "Upload the CSR downloaded under 1 once more with <b class=\"apple\">Renew</b>.")
        ),
        (
            Phrase(ja: "去年の証明書、期限切れの証明書", en: "Last year’s certificate, or an expired one"),
            Phrase(
                ja: "今年 <b class=\"apple\" lang=\"en\">Download</b> したファイルを選びます。",
                en: "Choose the file that you got with <b class=\"apple\">Download</b> this year.")
        ),
        (
            Phrase(ja: "まだ有効でない証明書", en: "A certificate that is not yet valid"),
            Phrase(
                ja: "サーバーの時計を確かめます。", en: "Check the server’s clock.")
        ),
        (
            Phrase(ja: "CSR、署名済みの証明書要求", en: "The CSR, or the signed request"),
            Phrase(
                ja: "それは Apple のサイトにアップロードするファイルです。アップロードのあとに届く .pem ファイルを選びます。",
                en: "That is the file to upload at Apple’s site. Choose the .pem file that you receive afterwards.")
        ),
        (
            Phrase(ja: "ベンダー証明書、アプリの Push 証明書", en: "The vendor certificate, or an app’s push certificate"),
            Phrase(
                ja: "Apple Push Certificates Portal で取得した .pem ファイルを選びます。開発者サイトのものではありません。",
                en: "Choose the .pem file from the Apple Push Certificates Portal, not one from the developer site.")
        ),
        (
            Phrase(ja: "p12、秘密鍵", en: "A p12, or a private key"),
            Phrase(
                ja: "登録できません。内容は保存も記録もしていません。鍵はこのサーバーにあるので、必要ありません。",
                en:
                    "Cannot be registered, and was neither stored nor logged. The key is on this server; none is needed."
            )
        ),
        (
            Phrase(ja: "ADE のサーバートークン(.p7m)", en: "An ADE server token (.p7m)"),
            Phrase(ja: "別の画面のためのファイルです(準備中)。", en: "It belongs to another page, which is in preparation.")
        ),
        (
            Phrase(
                ja: "zip、画像、HTML、UTF-16 で保存し直したファイル、空のファイル",
                en: "A zip, a picture, HTML, a file saved again as UTF-16, an empty file"),
            Phrase(
                ja: "<b class=\"apple\" lang=\"en\">Download</b> で届いたファイルを、開かず、保存し直さずに選びます。",
                en: "Choose the file from <b class=\"apple\">Download</b> as it is, without opening or saving it again."
            )
        ),
    ]
}
