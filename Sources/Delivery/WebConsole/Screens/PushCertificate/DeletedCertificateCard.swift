import Administration

/// The certificate deleted last: 元に戻す, or why one click cannot bring it back.
struct DeletedCertificateCard {
    let model: PushCertificateModel

    func html(in c: ViewContext) -> HTML? {
        guard let deleted = model.deleted else { return nil }
        return """
            <section class="card stack" aria-labelledby="deleted">
            <h2 id="deleted">\(c(CertificatePageWords.deletedHeading))</h2>
            \(message(deleted, c).html(in: c, more: restore(deleted, c)))
            \(Rows([
                Rows.Row(c(CertificatePageWords.deletedTopic), deleted.topic, isCode: true),
                Rows.Row(c(CertificateWords.expires), c.time(deleted.notAfter)),
                Rows.Row(c(CertificatePageWords.deletedAt), c.time(deleted.deletedAt)),
                Rows.Row(c(CertificatePageWords.deletedBy), LoginName(deleted.deletedBy).said(in: c)),
            ]).html)
            </section>

            """
    }

    private func message(_ deleted: DeletedCertificateFace, _ c: ViewContext) -> Message {
        let devices = c(CertificateStateWords.deletedMeaning(model.census.onTopic))
        switch deleted.restoration {
        case .until(let date):
            return Message(
                .warning, c(CertificateStateWords.deleted), meaning: devices,
                nextStep: c(
                    CertificateStateWords.restorableUntil(c.date(date), mayManage: c.permits(.manageCertificate))))
        case .anotherTopicRegistered(let topic):
            return Message(
                .note, c(CertificateStateWords.otherTopic), meaning: c(CertificateStateWords.otherTopicMeaning(topic)),
                nextStep: c(CertificateStateWords.otherTopicStep))
        case .over(let date):
            let step = model.certificate == nil ? c(CertificateStateWords.notRestorableStep) : ""
            return Message(.note, c(CertificateStateWords.restorationOver(c.date(date))), nextStep: step)
        }
    }

    private func restore(_ deleted: DeletedCertificateFace, _ c: ViewContext) -> HTML? {
        guard case .until = deleted.restoration, c.permits(.manageCertificate) else { return nil }
        return RestoreForm(version: model.version).html(in: c)
    }
}
