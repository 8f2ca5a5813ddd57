import Crypto
import CryptoExtras
import Foundation
import Testing
import X509

@testable import SimulatedPushPortal

/// One request that breaks exactly one rule; it is made when the test runs.
struct BrokenVariant: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let rule: PortalRefusal.Rule
    var instant = Shared.now
    let make: @Sendable () throws -> [UInt8]

    init(
        _ description: String, _ rule: PortalRefusal.Rule, at instant: Date = Shared.now,
        _ make: @escaping @Sendable () throws -> [UInt8]
    ) {
        testDescription = description
        self.rule = rule
        self.instant = instant
        self.make = make
    }

    /// A good request with a change.
    static func changed(
        _ description: String, _ rule: PortalRefusal.Rule, at instant: Date = Shared.now,
        _ change: @escaping @Sendable (inout RequestMaker) throws -> Void
    ) -> BrokenVariant {
        BrokenVariant(description, rule, at: instant) {
            var maker = try Shared.maker()
            try change(&maker)
            return maker.file
        }
    }

    /// A good request whose XML is changed.
    static func rewritten(
        _ description: String, _ rule: PortalRefusal.Rule, _ change: @escaping @Sendable (String) -> String
    ) -> BrokenVariant {
        BrokenVariant(description, rule) {
            let maker = try Shared.maker()
            return maker.envelope(change(maker.xml()))
        }
    }
}

private func lines(_ text: String, of width: Int, separator: String) -> String {
    stride(from: 0, to: text.count, by: width).map { start in
        String(text.dropFirst(start).prefix(width))
    }.joined(separator: separator)
}

private let day: TimeInterval = 86_400

private let envelopeVariants: [BrokenVariant] = [
    BrokenVariant("no file", .empty) { [] },
    BrokenVariant("only white space", .empty) { Array(" \r\n".utf8) },
    BrokenVariant("more than 256 KiB", .tooLarge) { Array(repeating: 0x41, count: 262_148) },
    BrokenVariant("the XML itself", .notBase64) { try Array(Shared.maker().xml().utf8) },
    BrokenVariant("the request as PEM", .notBase64) {
        Array("-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n".utf8)
    },
    BrokenVariant("a byte-order mark before the base64", .notBase64) { try [0xEF, 0xBB, 0xBF] + Shared.maker().file },
    BrokenVariant("base64 without its padding", .notBase64) { Array("QUI".utf8) },
    BrokenVariant("base64 with bits left over", .notBase64) { Array("QUJ=".utf8) },
    .rewritten("a byte-order mark before the XML", .byteOrderMark) { "\u{FEFF}" + $0 },
    BrokenVariant("UTF-16", .notUTF8) {
        Array((try Shared.maker().xml().data(using: .utf16) ?? Data()).base64EncodedString().utf8)
    },
    BrokenVariant("the DER request in base64", .notUTF8) {
        try Array(Data(Shared.maker().csr).base64EncodedString().utf8)
    },
    BrokenVariant("base64 of plain text", .notAPropertyList) { Array(Data("hello".utf8).base64EncodedString().utf8) },
    .rewritten("something after the end", .notAPropertyList) { $0 + "<x/>" },
    .rewritten("cut off", .notAPropertyList) { String($0.dropLast(20)) },
    .rewritten("a document type with entities of its own", .notAPropertyList) {
        $0.replacing(".dtd\">", with: ".dtd\" [<!ENTITY a \"b\">]>")
    },
    .rewritten("another encoding", .notAPropertyList) { $0.replacing("UTF-8", with: "Shift_JIS") },
    .rewritten("an array instead of the dictionary", .notAPropertyList) { _ in "<plist version=\"1.0\"><array/></plist>"
    },
    BrokenVariant("a fourth key", .notExactlyThreeKeys) {
        var maker = try Shared.maker()
        maker.elements["Extra"] = "<string>1</string>"
        return maker.envelope(maker.xml(keys: RequestMaker.keys + ["Extra"]))
    },
    BrokenVariant("two keys", .notExactlyThreeKeys) {
        let maker = try Shared.maker()
        return maker.envelope(maker.xml(keys: Array(RequestMaker.keys.dropLast())))
    },
    BrokenVariant("a key twice", .notExactlyThreeKeys) {
        let maker = try Shared.maker()
        return maker.envelope(maker.xml(keys: Array(RequestMaker.keys.dropLast()) + ["PushCertRequestCSR"]))
    },
    BrokenVariant("all three keys and one of them again", .notExactlyThreeKeys) {
        let maker = try Shared.maker()
        return maker.envelope(maker.xml(keys: RequestMaker.keys + ["PushCertRequestCSR"]))
    },
    .rewritten("a key in lower case", .notExactlyThreeKeys) {
        $0.replacing("PushCertSignature", with: "pushCertSignature")
    },
    .rewritten("an empty dictionary", .notExactlyThreeKeys) { _ in "<plist version=\"1.0\"><dict/></plist>" },
    .changed("the request as data", .valueNotAString) {
        $0.elements["PushCertRequestCSR"] = "<data>\(Data($0.csr).base64EncodedString())</data>"
    },
    .changed("the signature as data", .valueNotAString) {
        $0.elements["PushCertSignature"] = "<data>\(Data($0.signature).base64EncodedString())</data>"
    },
    .changed("the chain as an array", .valueNotAString) {
        $0.elements["PushCertCertificateChain"] = "<array><string>\($0.chain)</string></array>"
    },
]

private let requestVariants: [BrokenVariant] = [
    .changed("PEM armour inside", .requestNotBase64) {
        $0.elements["PushCertRequestCSR"] =
            "<string>-----BEGIN CERTIFICATE REQUEST-----\n\(Data($0.csr).base64EncodedString())\n-----END CERTIFICATE REQUEST-----</string>"
    },
    .changed("an empty request", .requestNotBase64) { $0.elements["PushCertRequestCSR"] = "<string/>" },
    .changed("a byte after the request", .requestUnreadable) { try $0.useSigned($0.csr + [0]) },
    .changed("a certificate instead of the request", .requestUnreadable) {
        try $0.useSigned(try $0.authority.vendor.certificate.der)
    },
    .changed("a request whose own signature is wrong", .requestSignatureWrong) {
        var csr = $0.csr
        csr[csr.count - 1] ^= 1
        try $0.useSigned(csr)
    },
    .changed("RSA with 3072 bits", .requestKeyNotRSA2048) {
        try $0.useSigned(try RequestMaker.csr(Certificate.PrivateKey(_RSA.Signing.PrivateKey(keySize: .bits3072))))
    },
    .changed("P-256", .requestKeyNotRSA2048) {
        try $0.useSigned(try RequestMaker.csr(Certificate.PrivateKey(P256.Signing.PrivateKey()), .ecdsaWithSHA256))
    },
]

private let chainVariants: [BrokenVariant] = [
    .changed("lines of 76 characters", .chainUnreadable) { maker in
        let der = Data(try maker.authority.root.certificate.der).base64EncodedString()
        maker.chain +=
            "-----BEGIN CERTIFICATE-----\n\(lines(der, of: 76, separator: "\n"))\n-----END CERTIFICATE-----\n"
    },
    .changed("no line break after the last END", .chainUnreadable) { $0.chain.removeLast() },
    .changed("END and BEGIN on one line", .chainUnreadable) {
        $0.chain = $0.chain.replacing(
            "-----END CERTIFICATE-----\n-----BEGIN", with: "-----END CERTIFICATE----------BEGIN")
    },
    .changed("text between the certificates", .chainUnreadable) {
        $0.chain = $0.chain.replacing(
            "-----END CERTIFICATE-----\n-----BEGIN", with: "-----END CERTIFICATE-----\nsubject\n-----BEGIN")
    },
    .changed("bytes that are no certificate", .chainUnreadable) {
        $0.chain += "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"
    },
    .changed("no certificate at all", .chainUnreadable) { $0.chain = "" },
    .changed("without the root", .chainTooShort) {
        $0.chain = $0.authority.vendor.certificatePEM + $0.authority.relations.certificatePEM
    },
    .changed("from root to leaf", .chainBroken) {
        let authority = $0.authority
        $0.chain = authority.root.certificatePEM + authority.relations.certificatePEM + authority.vendor.certificatePEM
    },
    .changed("another intermediate", .chainBroken) {
        let authority = $0.authority
        $0.chain =
            authority.vendor.certificatePEM + authority.integration.certificatePEM + authority.root.certificatePEM
    },
    .changed("an intermediate with the right name and another key", .chainBroken) {
        let authority = $0.authority
        $0.chain =
            authority.vendor.certificatePEM + authority.forgedRelations.certificatePEM + authority.root.certificatePEM
    },
    .changed("a root with the right name and another key", .chainBroken) {
        let authority = $0.authority
        $0.chain =
            authority.vendor.certificatePEM + authority.relations.certificatePEM + authority.forgedRoot.certificatePEM
    },
    .changed("a chain that is sound, under a forged root", .rootNotTrusted) {
        let odd = try $0.authority.issue(OddOrder(kind: .vendor, signer: .forged), now: Shared.now)
        $0.chain = odd.chainPem
        $0.signature = try RequestMaker.sign($0.csr, with: .init(pemRepresentation: try #require(odd.keyPem)))
    },
    .changed(
        "when the intermediates have expired", .intermediateNotValidNow, at: Date(timeIntervalSince1970: 3_100_000_000)
    ) {
        _ in
    },
    .changed("a signer without Apple's vendor extension", .signerNotAVendor) {
        let odd = try $0.authority.issue(OddOrder(kind: .vendor, marked: false), now: Shared.now)
        $0.chain = odd.chainPem
        $0.signature = try RequestMaker.sign($0.csr, with: .init(pemRepresentation: try #require(odd.keyPem)))
    },
    .changed("a push certificate as the signer", .signerNotAVendor) {
        let odd = try $0.authority.issue(OddOrder(kind: .push), now: Shared.now)
        $0.chain = odd.chainPem
        $0.signature = try RequestMaker.sign($0.csr, with: .init(pemRepresentation: try #require(odd.keyPem)))
    },
    .changed("before the vendor certificate is valid", .signerNotYetValid, at: Shared.now - day) { _ in },
    .changed(
        "after the vendor certificate has expired", .signerExpired,
        at: Shared.now + LabAuthority.firstVendorValidity + day
    ) { _ in },
]

private let signatureVariants: [BrokenVariant] = [
    .changed("a signature that is no base64", .signatureNotBase64) {
        $0.elements["PushCertSignature"] = "<string>#</string>"
    },
    .changed("SHA-1", .signatureWrong) {
        let digest = Insecure.SHA1.hash(data: $0.csr)
        $0.signature = Array(
            try $0.authority.vendor.key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
    },
    .changed("PSS padding", .signatureWrong) {
        let digest = SHA256.hash(data: $0.csr)
        $0.signature = Array(try $0.authority.vendor.key.signature(for: digest, padding: .PSS).rawRepresentation)
    },
    .changed("over the base64 text", .signatureWrong) {
        let text = Array(Data($0.csr).base64EncodedString().utf8)
        $0.signature = try RequestMaker.sign(text, with: try $0.authority.vendor.key)
    },
    .changed("with the customer's key", .signatureWrong) {
        $0.signature = try RequestMaker.sign($0.csr, with: try Shared.key.get())
    },
    .changed("of another request", .signatureWrong) {
        $0.csr = try RequestMaker.csr(Certificate.PrivateKey(_RSA.Signing.PrivateKey(keySize: .bits2048)))
    },
]

private let variants = envelopeVariants + requestVariants + chainVariants + signatureVariants

@Suite struct `What the portal checks` {
    @Test(arguments: variants)
    func `refuses each broken variant for its own reason`(_ variant: BrokenVariant) throws {
        let judge = try Shared.judge(at: variant.instant)
        let file = try variant.make()
        #expect(throws: PortalRefusal(rule: variant.rule)) { try judge.judge(file) }
    }

    @Test func `every rule has a variant that breaks it`() {
        #expect(Set(variants.map(\.rule)) == Set(PortalRefusal.Rule.allCases))
    }

    @Test(arguments: [("on one line", 100_000, ""), ("64 and LF", 64, "\n"), ("76 and CRLF", 76, "\r\n")])
    func `accepts base64 however its lines are broken`(_ name: String, _ width: Int, _ separator: String) throws {
        let text = String(decoding: try Shared.maker().file, as: UTF8.self)
        let accepted = try Shared.judge().judge(Array((lines(text, of: width, separator: separator) + separator).utf8))
        #expect(accepted.vendor == "Kizuna Lab Vendor")
        #expect(accepted.publicKeyDER == Array(try Shared.key.get().publicKey.derRepresentation))
    }

    @Test func `accepts line ends of Windows inside the property list`() throws {
        let maker = try Shared.maker()
        _ = try Shared.judge().judge(maker.envelope(maker.xml().replacing("\n", with: "\r\n")))
    }

    @Test func `says it in Apple's words`() {
        let format = PortalRefusal(rule: .valueNotAString)
        #expect(format.title == "Invalid Certificate Signing Request")
        #expect(format.code == nil)
        let signature = PortalRefusal(rule: .signatureWrong)
        #expect(signature.title == "Certificate Signature Verification failed")
        #expect(signature.text == "Certificate Signature Verification failed because the signature is invalid.")
        #expect(signature.code == -80018)
        let expired = PortalRefusal(rule: .signerExpired)
        #expect(expired.text == "Certificate Signature Verification failed because the signing certificate is expired.")
    }
}
