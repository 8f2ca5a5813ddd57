import Foundation

/// A client certificate that a proxy hands on in a header. Only the header of a configured proxy is ever read.
public enum ClientCertificateHeader {
    /// Longer headers are refused unread.
    public static let longest = 32_768

    /// RFC 9440 §2.1 (`Client-Cert: :<base64>:`) or URL-escaped PEM (nginx `$ssl_client_escaped_cert`).
    ///
    /// - Returns: DER of exactly one certificate; nil for anything else.
    public static func certificate(from header: String) -> [UInt8]? {
        guard header.utf8.count <= longest else { return nil }
        let der = header.hasPrefix(":") ? structured(header) : escapedPEM(header)
        guard let der, (try? CertificateOutline(der: der)) != nil else { return nil }
        return der
    }

    /// A Byte Sequence of RFC 8941 §3.3.5: colons around base64 with padding.
    private static func structured(_ header: String) -> [UInt8]? {
        let bytes = header.utf8
        guard bytes.count > 2, bytes.last == UInt8(ascii: ":") else { return nil }
        // By bytes: to leave out the last of a text's characters, all of them would be counted.
        return decode(Substring(bytes[bytes.index(after: bytes.startIndex)..<bytes.index(before: bytes.endIndex)]))
    }

    private static func escapedPEM(_ header: String) -> [UInt8]? {
        guard let text = header.removingPercentEncoding else { return nil }
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.first == "-----BEGIN CERTIFICATE-----", lines.last == "-----END CERTIFICATE-----" else {
            return nil
        }
        return decode(lines.dropFirst().dropLast().joined())
    }

    private static func decode(_ base64: some StringProtocol) -> [UInt8]? {
        base64.isEmpty ? nil : Base64Line.decode(base64, skippingBlanks: false)
    }
}
