/// The census of devices, hanging from the topic; groups of none are left out.
struct HangingDevices {
    let census: DeviceCensus

    func html(in c: ViewContext) -> HTML {
        guard census.total > 0 else { return "<p class=\"key\">\(c(CertificateWords.noDevices))</p>" }
        let groups: [HTML?] = [
            group("", census.onTopic, CertificateWords.onTopic, c),
            group(" class=\"off\"", census.onOtherTopics, CertificateWords.onOtherTopics, c),
            group(" class=\"unknown\"", census.unknown, CertificateWords.unknownTopic, c),
        ]
        return "<ul class=\"hang\">\n\(groups.compactMap { $0 })</ul>"
    }

    private func group(_ kind: HTML, _ count: Int, _ words: Text, _ c: ViewContext) -> HTML? {
        guard count > 0 else { return nil }
        return "<li\(kind)><b>\(c(CertificateWords.devices(count)))</b>\(c(words))</li>\n"
    }
}
