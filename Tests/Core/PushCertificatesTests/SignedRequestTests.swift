import Administration
import CryptoExtras
import Foundation
import MDMProtocol
import SwiftASN1
import Testing
import X509

@testable import PushCertificates

@Suite struct SignedRequestTests {
    let pki: TestPKI
    let csr: [UInt8]
    let parts: Parts

    init() throws {
        pki = try TestPKI.shared()
        csr = try Self.request(key: pki.requestKey)
        parts = Parts(
            chain: [pki.vendor, pki.vendorAuthority, pki.root].map { $0.derBytes() }, request: csr,
            signature: try Self.sign(csr, with: pki.vendorKey))
    }

    private func verify(_ file: String, now: Date? = nil) async throws -> Fingerprint {
        try await SignedRequestReader.verify(Array(file.utf8), anchors: pki.anchors, now: now ?? pki.now)
    }

    @Test func `the file is one line of base64 with the three strings in Apple's order`() async throws {
        let file = try await pki.identity().signedRequest(for: csr, now: pki.now)
        #expect(file.split(whereSeparator: \.isWhitespace).count == 1)
        let xml = String(decoding: try #require(Data(base64Encoded: file)), as: UTF8.self)
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
            \t<key>PushCertCertificateChain</key>
            \t<string>\(parts.chain.map(PEMText.certificate).joined())</string>
            \t<key>PushCertRequestCSR</key>
            \t<string>\(Data(csr).base64EncodedString())</string>
            \t<key>PushCertSignature</key>
            \t<string>\(Data(parts.signature).base64EncodedString())</string>
            </dict>
            </plist>

            """
        #expect(xml == expected)
        #expect(try await verify(file) == Fingerprint(of: Certificate.PublicKey(pki.requestKey.publicKey)))
    }

    @Test func `openssl alone finds chain and signature in order`() async throws {
        let openssl = try OpenSSL()
        defer { openssl.remove() }
        let pair = try PushKeyPair.make(commonName: "sample Push", countryCode: "JP")
        let file = try await pki.identity().signedRequest(for: pair.csr, now: pki.now)
        let xml = Array(try #require(Data(base64Encoded: file)))
        let strings = try RequestPropertyList.read(xml)
        let chain = try #require(strings["PushCertCertificateChain"])
        let blocks = chain.components(separatedBy: "-----END CERTIFICATE-----\n")
        #expect(blocks.count == 4 && blocks.last == "")
        for (name, block) in zip(["vendor.pem", "wwdr.pem", "root.pem"], blocks) {
            try openssl.write(Array((block + "-----END CERTIFICATE-----\n").utf8), to: name)
        }
        let at = String(Int(pki.now.timeIntervalSince1970))
        let verdict = try openssl.run(
            "verify", "-attime", at, "-ignore_critical", "-CAfile", "root.pem", "-untrusted", "wwdr.pem", "vendor.pem")
        #expect(verdict == "vendor.pem: OK\n")
        try openssl.write(Array(try #require(strings["PushCertRequestCSR"]).utf8), to: "csr.b64")
        try openssl.write(Array(try #require(strings["PushCertSignature"]).utf8), to: "signature.b64")
        try openssl.run("base64", "-d", "-A", "-in", "csr.b64", "-out", "csr.der")
        try openssl.run("base64", "-d", "-A", "-in", "signature.b64", "-out", "signature")
        try openssl.write(
            Array(try openssl.run("x509", "-in", "vendor.pem", "-noout", "-pubkey").utf8), to: "vendor.pub")
        let signature = try openssl.run(
            "dgst", "-sha256", "-verify", "vendor.pub", "-signature", "signature", "csr.der")
        #expect(signature == "Verified OK\n")
        #expect(try openssl.run("req", "-inform", "DER", "-in", "csr.der", "-verify", "-noout").contains("OK"))
        try openssl.write(Array(pki.vendorKey.pemRepresentation.utf8), to: "vendor.key")
        try openssl.run("dgst", "-sha256", "-sign", "vendor.key", "-out", "again", "csr.der")
        #expect(try openssl.read("again") == openssl.read("signature"))
    }

    @Test func `wrapped base64 is read, and escaped line breaks as Go writes them`() async throws {
        let file = parts.file()
        for (width, ending) in [(64, "\n"), (76, "\r\n")] {
            var wrapped = ""
            for (index, character) in file.enumerated() {
                if index > 0, index % width == 0 { wrapped += ending }
                wrapped.append(character)
            }
            await #expect(throws: Never.self) { try await verify(wrapped + ending) }
        }
        let xml = String(decoding: try #require(Data(base64Encoded: file)), as: UTF8.self)
        let begin = try #require(xml.range(of: "<string>")).upperBound
        let end = try #require(xml.range(of: "</string>")).lowerBound
        let escaped = xml[begin..<end].replacing("\n", with: "&#xA;")
        let go = xml.replacingCharacters(in: begin..<end, with: escaped)
        await #expect(throws: Never.self) { try await verify(Data(go.utf8).base64EncodedString()) }
    }

    @Test func `every rule of Apple's portal has a file that breaks only it`() async throws {
        let (pki, good) = (pki, parts)
        func with(_ change: (inout Parts) throws -> Void) rethrows -> String {
            var parts = good
            try change(&parts)
            return parts.file()
        }
        let xml = String(decoding: try #require(Data(base64Encoded: good.file())), as: UTF8.self)
        func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        let big = try _RSA.Signing.PrivateKey(keySize: .bits3072)
        let selfSigned = try TestPKI.issue(
            subject: pki.root.subject, key: pki.strangeKey.publicKey, issuer: pki.root.subject, by: pki.strangeKey,
            from: -10, to: 100, at: pki.now, extensions: TestPKI.authorityExtensions(pki.strangeKey)
        ).derBytes()
        let sha1CSR = try Self.request(key: pki.requestKey, algorithm: .sha1WithRSAEncryption)
        let bigCSR = try Self.request(key: big)
        var broken = good.request
        broken[broken.count - 1] ^= 1
        let table: [(String, String, SignedRequestReader.Step)] = [
            ("too large", good.file() + String(repeating: " ", count: 65_536), .size),
            ("XML not encoded", xml, .base64), ("empty", "", .base64),
            ("PEM request", PEMText.certificate(csr), .base64),
            ("base64 of nothing known", encoded("hello"), .propertyList),
            ("byte order mark inside", encoded("\u{feff}" + xml), .propertyList),
            (
                "data instead of string",
                encoded(xml.replacing("<string>", with: "<data>").replacing("</string>", with: "</data>")),
                .threeStrings
            ),
            ("two strings", good.file(keys: ["PushCertCertificateChain", "PushCertRequestCSR"]), .threeStrings),
            (
                "four strings",
                good.file(keys: ["PushCertCertificateChain", "PushCertRequestCSR", "PushCertSignature", "More"]),
                .threeStrings
            ),
            (
                "wrong name", good.file(keys: ["PushCertCertificateChain", "PushCertRequestCSR", "pushCertSignature"]),
                .threeStrings
            ),
            (
                "one key twice", good.file(keys: ["PushCertRequestCSR", "PushCertRequestCSR", "PushCertSignature"]),
                .threeStrings
            ),
            ("request cut", with { $0.request.removeLast(3) }, .request),
            ("request in PEM", with { $0.request = Array(PEMText.certificate(csr).utf8) }, .request),
            ("a certificate as request", with { $0.request = pki.vendor.derBytes() }, .request),
            ("request with something behind", with { $0.request += [0, 0] }, .request),
            (
                "request of RSA 3072",
                try with {
                    $0.request = bigCSR; $0.signature = try Self.sign(bigCSR, with: pki.vendorKey)
                }, .requestKey
            ),
            (
                "request not signed by its key",
                try with {
                    $0.request = broken; $0.signature = try Self.sign(broken, with: pki.vendorKey)
                }, .requestSignature
            ),
            (
                "request signed with SHA-1",
                try with {
                    $0.request = sha1CSR; $0.signature = try Self.sign(sha1CSR, with: pki.vendorKey)
                }, .requestSignature
            ),
            ("no root", with { $0.chain.removeLast() }, .chain), ("no chain", with { $0.chain = [] }, .chain),
            ("garbage in the chain", with { $0.chain.append([1, 2, 3]) }, .chain),
            ("wrong order", with { $0.chain.swapAt(0, 1) }, .chainOrder),
            (
                "something foreign in between", with { $0.chain.insert(pki.pushAuthority.derBytes(), at: 2) },
                .chainOrder
            ),
            (
                "signature of another key", try with { $0.signature = try Self.sign(csr, with: pki.strangeKey) },
                .signature
            ),
            (
                "signature over the base64",
                try with {
                    $0.signature = try Self.sign(Array(Data(csr).base64EncodedString().utf8), with: pki.vendorKey)
                }, .signature
            ),
            (
                "signature with another padding",
                try with {
                    $0.signature = Array(try pki.vendorKey.signature(for: csr, padding: .PSS).rawRepresentation)
                }, .signature
            ),
            ("empty signature", with { $0.signature = [] }, .signature),
        ]
        for (name, file, step) in table {
            await #expect(throws: VendorSigningProblem.selfCheckFailed(step.rawValue), Comment(rawValue: name)) {
                try await verify(file)
            }
        }
        #expect(Set(table.map { $0.2 }) == Set(SignedRequestReader.Step.allCases))
        await #expect(throws: VendorSigningProblem.chainNotTrusted) {
            try await verify(with { $0.chain[2] = selfSigned })
        }
        let end = pki.vendor.notValidAfter
        await #expect(throws: VendorSigningProblem.expired(at: end)) { try await verify(good.file(), now: end) }
        await #expect(throws: VendorSigningProblem.rootMissing) {
            try await SignedRequestReader.verify(
                Array(good.file().utf8), anchors: TrustAnchors(roots: [], intermediates: []), now: pki.now)
        }
    }

    @Test func `a lapsed intermediate in the file is named`() async throws {
        let lapsed = try TestPKI.issue(
            subject: pki.vendorAuthority.subject, key: pki.vendorAuthorityKey.publicKey, issuer: pki.root.subject,
            by: pki.rootKey, from: -2000, to: -3, at: pki.now,
            extensions: TestPKI.authorityExtensions(pki.vendorAuthorityKey))
        var parts = parts
        parts.chain[1] = lapsed.derBytes()
        let problem = VendorSigningProblem.intermediateExpired(
            subject: "Orchard Worldwide Developer Relations CA", at: lapsed.notValidAfter)
        await #expect(throws: problem) { try await verify(parts.file()) }
    }

    /// Names follow each other, and a chain exists, but the second certificate has no part in it.
    @Test func `a namesake in the chain is out of order`() async throws {
        let namesake = try TestPKI.issue(
            subject: pki.vendorAuthority.subject, key: pki.strangeKey.publicKey, issuer: pki.vendorAuthority.subject,
            by: pki.vendorAuthorityKey, from: -10, to: 100, at: pki.now,
            extensions: TestPKI.authorityExtensions(pki.strangeKey))
        var parts = parts
        parts.chain.insert(namesake.derBytes(), at: 1)
        let problem = VendorSigningProblem.selfCheckFailed(SignedRequestReader.Step.chainOrder.rawValue)
        await #expect(throws: problem) { try await verify(parts.file()) }
    }

    /// The root did sign it; the size alone keeps it out, before its signature is looked at.
    @Test func `an intermediate with a key beyond all measure is not computed with`() async throws {
        let huge = try TestPKI.hugeKey()
        let authority = try TestPKI.issue(
            subject: pki.vendorAuthority.subject, key: huge.publicKey, issuer: pki.root.subject, by: pki.rootKey,
            from: -10, to: 100, at: pki.now, extensions: TestPKI.authorityExtensions(huge))
        let vendor = try TestPKI.issue(
            subject: pki.vendor.subject, key: pki.vendorKey.publicKey, issuer: authority.subject, by: huge, from: -10,
            to: 100, at: pki.now, extensions: TestPKI.leafExtensions(authority: huge))
        var parts = parts
        parts.chain = [vendor, authority, pki.root].map { $0.derBytes() }
        await #expect(throws: VendorSigningProblem.chainNotTrusted) { try await verify(parts.file()) }
    }

    @Test func `the self-check keeps a spoiled request from being offered`() async throws {
        let identity = try await pki.identity()
        await #expect(throws: VendorSigningProblem.selfCheckFailed("request")) {
            try await identity.signedRequest(for: [1, 2, 3], now: pki.now)
        }
        await #expect(throws: VendorSigningProblem.expired(at: identity.notAfter)) {
            try await identity.signedRequest(for: csr, now: identity.notAfter)
        }
    }

    @Test func `no change of a byte is verified with another key`() async throws {
        let xml = Array(try #require(Data(base64Encoded: parts.file())))
        let key = try await verify(parts.file())
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<300 {
            var changed = xml
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            if let found = try? await verify(Data(changed).base64EncodedString()) { #expect(found == key) }
        }
    }
}
