import PushCertificates

/// Step 3: the file, Apple ID and 備考, and 保存.
struct UploadStep {
    let model: PushCertificateEditModel

    func html(in c: ViewContext) -> HTML {
        let path = c.href(SettingsEntry.pushCertificate.path)
        return """
            <section class="step">
            <h2>\(c(CertificateEditWords.step3))</h2>
            <form class="step-in" method="post" action="\(path)/edit" enctype="multipart/form-data">\(c.csrfField)\
            <input type="hidden" name="version" value="\(model.version)">
            \(file(c))
            \(confirmation(c))\(Field(
                name: "apple_id", label: c(CertificateEditWords.appleID), value: model.appleID,
                attributes: "\(Field.verbatim) autocomplete=\"off\" maxlength=\"256\""
            ).html)<div class="field"><label for="notes">\(c(CertificateEditWords.notes))</label>
            <textarea class="input" id="notes" name="notes" rows="3" maxlength="1000" aria-describedby="notes-hint">
            \(model.notes)</textarea>
            <p class="hint" id="notes-hint">\(c(CertificateEditWords.notesHint))</p></div>
            <div class="actions"><button class="btn primary" type="submit">\(c(FrameWords.save))</button> \
            <a class="btn" href="\(path)">\(c(FrameWords.cancel))</a></div>
            </form>
            </section>
            """
    }

    /// The real input lies over the drawn row; without script the browser's own control shows instead.
    private func file(_ c: ViewContext) -> HTML {
        let isRefused = refusedName != nil
        let hint = isRefused ? CertificateEditWords.fileRefused : CertificateEditWords.fileHint
        let invalid: HTML? = isRefused ? " aria-invalid=\"true\"" : nil
        return """
            <div class="field"><label for="certificate">\(c(CertificateEditWords.step3Text))</label>
            <div class="file\(isRefused ? " invalid" : "")">\
            <span class="btn" aria-hidden="true">\(c(CertificateEditWords.choose))</span>\
            <span class="file-name" aria-hidden="true" data-file-name>\(c(CertificateEditWords.noFile))</span>\
            <input id="certificate" name="certificate" type="file" accept=".pem,.cer,.crt,.der" \
            aria-describedby="certificate-hint certificate-problem" data-limit="\(UploadPipeline.sizeLimitBytes)" \
            data-too-large="\(c(CertificateEditWords.fileTooLarge))"\(invalid)></div>
            <p class="hint\(isRefused ? " bad" : "")" id="certificate-hint">\(refusedName)\(c(hint))</p>
            <p class="hint bad" id="certificate-problem" role="alert"></p></div>
            """
    }

    /// A browser does not keep the file of a refused form: its name says which one it was.
    private var refusedName: HTML? {
        guard model.refusal != nil, let name = model.fileName, !name.isEmpty else { return nil }
        return "<span class=\"mono\">\(name)</span>: "
    }

    private func confirmation(_ c: ViewContext) -> HTML? {
        guard let deleted = model.deletedTopic, deleted.deviceCount > 0 else { return nil }
        let isMissing = model.isTopicConfirmationMissing
        let invalid: HTML? = isMissing ? " aria-invalid=\"true\" aria-describedby=\"confirm-hint\"" : nil
        let hint: HTML? =
            isMissing
            ? "<p class=\"hint bad\" id=\"confirm-hint\">\(c(CertificateEditWords.confirmTopicMissing))</p>\n" : nil
        return """
            <div class="tight"><p class="tick"><input type="checkbox" id="confirm_topic" name="confirm_topic" \
            value="yes"\(invalid)> <label for="confirm_topic">\(c(CertificateEditWords.confirmTopic))</label></p>
            \(hint)</div>

            """
    }
}
