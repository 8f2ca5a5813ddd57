/// 元に戻す: one click, since going back is the protection.
struct RestoreForm {
    let version: Int

    func html(in c: ViewContext) -> HTML {
        """
        <form method="post" action="\(c.href("settings/service/push-certificate/restore"))">\(c.csrfField)\
        <input type="hidden" name="version" value="\(version)">\
        <button class="btn" type="submit">\(c(CertificateStateWords.restore))</button></form>
        """
    }
}
