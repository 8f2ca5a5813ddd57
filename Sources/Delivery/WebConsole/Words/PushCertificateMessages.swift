/// The messages after an act on the certificate, to the letter of the manuals where they have one.
enum PushCertificateMessages {
    static func registered(_ c: ViewContext) -> Message {
        Message(.done, c(Text(ja: "証明書を登録しました。", en: "Certificate registered.")))
    }

    static func changed(_ c: ViewContext) -> Message {
        Message(.done, c(Text(ja: "証明書を変更しました。", en: "Certificate changed.")))
    }

    static func deleted(_ c: ViewContext) -> Message {
        Message(.done, c(Text(ja: "証明書を削除しました。", en: "Certificate deleted.")))
    }

    static func restored(_ c: ViewContext) -> Message {
        Message(.done, c(Text(ja: "証明書を元に戻しました。", en: "Certificate restored.")))
    }

    /// 保存 without a file, nothing registered.
    static func notesSaved(_ c: ViewContext) -> Message {
        Message(.done, c(Text(ja: "備考を保存しました。", en: "Notes saved.")))
    }
}
