/// Reads `PushCertCertificateChain`: PEM certificates one after the other, in the form Apple describes.
///
/// Body lines of 64 characters, the last one shorter or equal; each END line is followed by a line break; nothing
/// stands between or around the blocks but blank lines.
enum ChainReader {
    /// DER, in the order of the text; nil when the form is broken.
    static func certificates(_ text: String) -> [[UInt8]]? {
        guard text.utf8.last == 0x0A else { return nil }
        var certificates: [[UInt8]] = []
        var body: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            switch (line, body) {
            case ("-----BEGIN CERTIFICATE-----", nil): body = []
            case ("-----END CERTIFICATE-----", let lines?):
                guard let last = lines.last, !last.isEmpty, lines.dropLast().allSatisfy({ $0.utf8.count == 64 }),
                    last.utf8.count <= 64, let der = Base64Reader.bytes(lines.joined().utf8)
                else { return nil }
                certificates.append(der)
                body = nil
            case (let line, let lines?): body = lines + [line]
            case ("", nil): continue
            default: return nil
            }
        }
        return body == nil ? certificates : nil
    }
}
