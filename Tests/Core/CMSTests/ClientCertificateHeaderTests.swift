import CMS
import Foundation
import Testing

@Suite struct ClientCertificateHeaderTests {
    let der: [UInt8]
    let pem: String

    init() throws {
        let signers = try TestSigners.shared()
        der = try signers.certificate("rsa")
        pem = String(decoding: try signers.openssl.read("rsa.pem"), as: UTF8.self)
    }

    /// As nginx escapes: everything but unreserved characters.
    private func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    @Test func `RFC 9440 and nginx are understood`() {
        let base64 = Data(der).base64EncodedString()
        #expect(ClientCertificateHeader.certificate(from: ":\(base64):") == der)
        #expect(ClientCertificateHeader.certificate(from: escaped(pem)) == der)
        #expect(ClientCertificateHeader.certificate(from: escaped(pem.replacing("\n", with: "\r\n"))) == der)
        // Traefik and others leave `+`, `/` and `=` as they are.
        #expect(
            ClientCertificateHeader.certificate(from: pem.replacing("\n", with: "%0A").replacing(" ", with: "%20"))
                == der)
    }

    @Test func `everything else is refused`() {
        let base64 = Data(der).base64EncodedString()
        let short = Data(der.dropLast()).base64EncodedString()
        let hostile = [
            "", ":", "::", ":\(base64)", "\(base64):", base64, ":\(base64):, :\(base64):", ":\(base64): ",
            " :\(base64):",
            ":\(base64);a=b", ":\(short):", ":\(Data(der + [0]).base64EncodedString()):", ": \(base64):", ":%3A:",
            escaped(pem + pem), escaped("x" + pem), escaped(pem.replacing("END", with: "BEGIN")), "%", "%zz", "%ff%fe",
            escaped(pem.replacing("CERTIFICATE", with: "PRIVATE KEY")), escaped("-----BEGIN CERTIFICATE-----"),
            ":" + String(repeating: "A", count: ClientCertificateHeader.longest) + ":",
            String(repeating: "%41", count: 20_000),
        ]
        for header in hostile {
            #expect(ClientCertificateHeader.certificate(from: header) == nil, "\(header.prefix(60))")
        }
    }
}
