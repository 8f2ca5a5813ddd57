import CryptoExtras
import Foundation
import SwiftASN1
import Testing
import X509

@testable import PushCertificates

/// A file that somebody uploads by mistake or on purpose, and what is said about it.
struct WrongFile: Sendable, CustomTestStringConvertible {
    /// What is registered when it arrives.
    enum Registered: Sendable { case nothing, thisYears }

    let name: String
    let bytes: [UInt8]
    let expected: UploadRefusal
    let registered: Registered

    init(_ name: String, _ bytes: [UInt8], _ expected: UploadRefusal, registered: Registered = .thisYears) {
        self.name = name
        self.bytes = bytes
        self.expected = expected
        self.registered = registered
    }

    init(_ name: String, _ text: String, _ expected: UploadRefusal) { self.init(name, Array(text.utf8), expected) }

    var testDescription: String { name }
}

/// At least one file for each thing that people upload (P-10 to P-17 in the security reference).
struct WrongFiles: Sendable {
    let pki: TestPKI
    /// The registered one: valid since 30 days.
    let current: [UInt8]
    /// A renewal of it that is in order.
    let renewed: [UInt8]

    static func shared() throws -> WrongFiles { try result.get() }
    private static let result = Result { try WrongFiles() }

    private init() throws {
        pki = try TestPKI.shared()
        current = try pki.push(from: -30, to: 335)
        renewed = try pki.push()
    }

    var all: [WrongFile] {
        get throws { try notCertificates + secrets + messages + damaged + otherCertificates + forged + wrongInTime }
    }

    func context(for file: WrongFile) async throws -> UploadContext {
        try pki.context(registered: file.registered == .nothing ? nil : await pki.registered(current))
    }

    static func pem(_ der: [UInt8], _ label: String = "CERTIFICATE") -> String {
        PEMText.certificate(der).replacing("CERTIFICATE", with: label)
    }

    static func base64(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }

    static func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        let units = (mark ? [0xfeff] : []) + Array(text.utf16)
        return units.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xff)] : [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    }
}

// MARK: files that are something else altogether

extension WrongFiles {
    private var notCertificates: [WrongFile] {
        let pem = Self.pem(renewed)
        let html =
            "<!DOCTYPE html>\n<html lang=\"ja\"><head><title>Sign In</title></head><body><form></form></body></html>"
        let plist =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\"><dict></dict></plist>"
        let limit = UploadRefusal.tooLarge(limitBytes: 65_536)
        return [
            WrongFile("empty", [], .empty), WrongFile("line breaks only", "\r\n\r\n \t", .empty),
            WrongFile("byte order mark only", [0xef, 0xbb, 0xbf], .empty),
            WrongFile("zeros", Array(repeating: 0, count: 512), .empty),
            WrongFile(
                "one byte too many around a good certificate",
                Array(pem.utf8) + Array(repeating: 0x20, count: 65_537 - pem.utf8.count), limit),
            WrongFile("a megabyte", Array(repeating: 0x41, count: 1 << 20), limit),
            WrongFile("zip", [0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0] + renewed, .zipArchive),
            WrongFile("empty zip", [0x50, 0x4b, 5, 6] + Array(repeating: 0, count: 18), .zipArchive),
            WrongFile("web page", html, .webPage),
            WrongFile("web page without doctype", "\n  <HTML><BODY>404</BODY></HTML>", .webPage),
            WrongFile(
                "XHTML", "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0//EN\"><html></html>",
                .webPage),
            WrongFile("web page with byte order mark", [0xef, 0xbb, 0xbf] + Array(html.utf8), .webPage),
            WrongFile("web page around a PEM block", "<html><body><pre>\n\(pem)</pre></body></html>", .webPage),
            WrongFile("UTF-16, little endian", Self.utf16(pem, bigEndian: false, mark: true), .utf16Text),
            WrongFile("UTF-16, big endian", Self.utf16(pem, bigEndian: true, mark: true), .utf16Text),
            WrongFile("UTF-16 without mark", Self.utf16(pem, bigEndian: false, mark: false), .utf16Text),
            WrongFile("PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13], .image),
            WrongFile("JPEG", [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46], .image),
            WrongFile("HEIC", [0, 0, 0, 0x18] + Array("ftypheic".utf8) + [0, 0, 0, 0], .image),
            WrongFile("WebP", Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WEBPVP8 ".utf8), .image),
            WrongFile("property list", plist, .propertyList),
            WrongFile("binary property list", Array("bplist00".utf8) + [0xd0, 8, 0, 0], .propertyList),
            WrongFile("property list in base64", Self.base64(plist.utf8), .propertyList),
            WrongFile("plain text", "これは証明書ではありません。", .notACertificate),
            WrongFile("Shift JIS", [0x82, 0xb1, 0x82, 0xea, 0x82, 0xcd], .notACertificate),
            WrongFile("JSON", "{\"topic\":\"\(pki.topic)\"}", .notACertificate),
            WrongFile("PDF", Array("%PDF-1.7\n".utf8) + [0xe2, 0xe3, 0xcf, 0xd3], .notACertificate),
            WrongFile("base64 of nothing known", Self.base64(Array(0...200)), .notACertificate),
            WrongFile("digits", "0000000000000000000000000000000000", .notACertificate),
            WrongFile("gzip", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], .notACertificate),
            WrongFile("SEQUENCE of nothing", [0x30, 0], .notACertificate),
            WrongFile(
                "public key", Self.pem(Array(pki.requestKey.publicKey.derRepresentation), "PUBLIC KEY"),
                .notACertificate),
            WrongFile("PEM of something else", Self.pem([1, 2, 3], "DH PARAMETERS"), .notACertificate),
            WrongFile(
                "PEM with the label of a certificate and text in it", Self.pem(Array("hello".utf8)), .damagedCertificate
            ),
        ]
    }

    private var secrets: [WrongFile] {
        let key = pki.requestKey
        let (pkcs1, pkcs8) = (Array(key.derRepresentation), Array(key.pkcs8DERRepresentation))
        let pem = Self.pem(renewed)
        let encrypted = der(
            0x30,
            der(0x30, [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 13]) + der(4, Array(repeating: 7, count: 600)))
        let sec1 = der(0x30, [2, 1, 1] + der(4, Array(repeating: 7, count: 32)))
        let pkcs12 = der(
            0x30,
            [2, 1, 3]
                + der(
                    0x30,
                    [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1]
                        + der(0xa0, der(4, Array(repeating: 7, count: 900)))))
        return [
            WrongFile("PKCS #12", pkcs12, .pkcs12),
            WrongFile("PKCS #12 of indefinite length", [0x30, 0x80, 2, 1, 3, 0x30, 0x80, 6, 9, 0x2a, 0x86], .pkcs12),
            WrongFile("PKCS #12 in base64", Self.base64(pkcs12), .pkcs12),
            WrongFile("PKCS #12 cut off", Array(pkcs12.prefix(100)), .pkcs12),
            WrongFile("PKCS #1", pkcs1, .privateKey), WrongFile("PKCS #8", pkcs8, .privateKey),
            WrongFile("PKCS #1 PEM", key.pemRepresentation, .privateKey),
            WrongFile("PKCS #8 PEM", key.pkcs8PEMRepresentation, .privateKey),
            WrongFile("PKCS #8 in base64", Self.base64(pkcs8), .privateKey),
            WrongFile("encrypted PKCS #8", encrypted, .privateKey),
            WrongFile("encrypted PKCS #8 PEM", Self.pem(encrypted, "ENCRYPTED PRIVATE KEY"), .privateKey),
            WrongFile("SEC 1", sec1, .privateKey),
            WrongFile("OpenSSH key", Self.pem(Array("openssh-key-v1".utf8), "OPENSSH PRIVATE KEY"), .privateKey),
            WrongFile(
                "PGP key", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nAQID\n-----END PGP PRIVATE KEY BLOCK-----",
                .privateKey),
            WrongFile("PuTTY key", "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none", .privateKey),
            WrongFile("Java key store", [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], .privateKey),
            WrongFile("key cut off", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", .privateKey),
            WrongFile("key with a wrong label", Self.pem(pkcs8), .privateKey),
            WrongFile("certificate and key", pem + key.pkcs8PEMRepresentation, .privateKey),
            WrongFile(
                "key and certificate, dashes shared", String(key.pemRepresentation.dropLast()) + pem, .privateKey),
            WrongFile("certificate and key, both DER", renewed + pkcs8, .privateKey),
            WrongFile("DER certificate and PEM key", renewed + Array(key.pemRepresentation.utf8), .privateKey),
            WrongFile(
                "key in UTF-16", Self.utf16(key.pkcs8PEMRepresentation, bigEndian: false, mark: true), .privateKey),
            WrongFile(
                "key in JSON", "{\"key\":\"\(key.pkcs8PEMRepresentation.replacing("\n", with: "\\n"))\"}", .privateKey),
            WrongFile(
                "key in a zip", [0x50, 0x4b, 3, 4, 20, 0, 0, 0] + Array(key.pemRepresentation.utf8), .privateKey),
            WrongFile(
                "a damaged certificate, then a key with a wrong label",
                Self.pem(Array(renewed.dropLast(10))) + Self.pem(pkcs8), .privateKey),
            WrongFile("key in a web page", "<html><pre>\(key.pkcs8PEMRepresentation)</pre></html>", .privateKey),
        ]
    }

    private var messages: [WrongFile] {
        get throws {
            let oid: [UInt8] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7]
            let enveloped = der(0x30, oid + [3] + der(0xa0, der(0x30, [2, 1, 0] + der(0x31, der(0x30, [2, 1, 0])))))
            let signed = der(0x30, oid + [2] + der(0xa0, der(0x30, [2, 1, 1] + der(0x31, der(0x30, [5, 0])))))
            let bundle = der(
                0x30,
                oid + [2] + der(0xa0, der(0x30, [2, 1, 1] + der(0x31, []) + der(0x30, oid + [1]) + der(0xa0, renewed))))
            let mail =
                "Content-Type: application/pkcs7-mime; name=\"smime.p7m\"; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\n\(Self.base64(enveloped))\r\n"
            let csr = try SignedRequestTests.request(key: pki.requestKey)
            let list =
                "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict><key>PushCertRequestCSR</key><string>\(Self.base64(csr))</string></dict></plist>"
            return [
                WrongFile("enrollment token", mail, .deviceEnrollmentToken),
                WrongFile("enrollment token, DER", enveloped, .deviceEnrollmentToken),
                WrongFile("enrollment token, PEM", Self.pem(enveloped, "CMS"), .deviceEnrollmentToken),
                WrongFile(
                    "enrollment token, indefinite length", [0x30, 0x80] + oid + [3, 0xa0, 0x80], .deviceEnrollmentToken),
                WrongFile(
                    "enrollment token, opened", Self.pem(Array("{\"consumer_key\":\"…\"}".utf8), "MESSAGE"),
                    .deviceEnrollmentToken), WrongFile("signed message", signed, .deviceEnrollmentToken),
                WrongFile("p7b", bundle, .certificateBundle),
                WrongFile("p7b in PEM", Self.pem(bundle, "PKCS7"), .certificateBundle),
                WrongFile("request", csr, .certificateRequest),
                WrongFile("request in PEM", Self.pem(csr, "CERTIFICATE REQUEST"), .certificateRequest),
                WrongFile("request, old label", Self.pem(csr, "NEW CERTIFICATE REQUEST"), .certificateRequest),
                WrongFile("request in base64", Self.base64(csr), .certificateRequest),
                WrongFile("request with the label of a certificate", Self.pem(csr), .certificateRequest),
                WrongFile("request cut off", Array(csr.prefix(200)), .certificateRequest),
                WrongFile("signed request", Self.base64(list.utf8), .signedRequest),
                WrongFile("signed request, opened", list, .signedRequest),
                WrongFile(
                    "signed request, wrapped",
                    Data(list.utf8).base64EncodedString(options: [.lineLength64Characters, .endLineWithCarriageReturn]),
                    .signedRequest),
            ]
        }
    }

    private var damaged: [WrongFile] {
        let pem = Self.pem(renewed)
        let deep = der(0x30, nested(5_000) + der(0x30, []) + der(3, [0]))
        let bomb = der(0x30, der(0x30, [0xa0, 3, 2, 1, 2, 2, 1, 1] + nested(10_000)))
        let wide = der(
            0x30, der(0x30, [0xa0, 3, 2, 1, 2] + Array(repeatElement([5, 0] as [UInt8], count: 20_000).joined())))
        var flipped = renewed
        flipped[3] ^= 0x55
        return [
            WrongFile("DER cut off", Array(renewed.dropLast(100)), .damagedCertificate),
            WrongFile("DER, first half", Array(renewed.prefix(renewed.count / 2)), .damagedCertificate),
            WrongFile("DER, five bytes", Array(renewed.prefix(5)), .damagedCertificate),
            WrongFile("PEM without END", String(pem.dropLast(30)), .damagedCertificate),
            WrongFile(
                "PEM with a hole",
                pem.replacingCharacters(
                    in: pem.index(pem.startIndex, offsetBy: 200)..<pem.index(pem.startIndex, offsetBy: 260), with: ""),
                .damagedCertificate),
            WrongFile("PEM with a foreign character", pem.replacing("MII", with: "MI*"), .damagedCertificate),
            WrongFile("DER with a wrong length", flipped, .damagedCertificate),
            WrongFile("DER with garbage behind", renewed + [1, 2, 3, 4], .damagedCertificate),
            WrongFile("nesting 5,000 deep", deep, .notACertificate),
            WrongFile("nesting 30,000 deep, cut", Array(nested(30_000).prefix(65_000)), .damagedCertificate),
            WrongFile("certificate nested 10,000 deep", bomb, .damagedCertificate),
            WrongFile("certificate of 20,000 elements", wide, .damagedCertificate),
            WrongFile("certificate nested, in PEM", Self.pem(bomb), .damagedCertificate),
            WrongFile("a good and a damaged one", pem + Self.pem(Array(renewed.dropLast(10))), .damagedCertificate),
        ]
    }
}
