import Administration
import CMS
import Crypto
import CryptoExtras
import Foundation
import PushCertificates
import SwiftASN1
import Testing
import X509

@testable import CertificateAuthority

@Suite struct IdentityTests {
    let test: TestAuthority

    init() throws { test = try TestAuthority.shared() }

    @Test func `openssl reads the certificate as planned, and nothing else in it`() throws {
        let der = try test.loaded.issue(test.plan(), publicKey: test.deviceKey)
        let text = try text(of: der)
        for line in [
            "Subject: CN=0199aa00bb11cc22dd33ee44ff556677\n", "CA:FALSE", "TLS Web Client Authentication\n",
            "Digital Signature, Key Encipherment\n", "Not Before: Nov 21 02:50:00 2026 GMT",
            "Not After : Nov 21 03:00:00 2027 GMT", "70:f1:f2:f3:f4:f5:f6:f7:f8:f9:fa:fb:fc:fd:fe:ff",
            "Signature Algorithm: sha256WithRSAEncryption", "X509v3 Authority Key Identifier",
        ] { #expect(text.contains(line), "\(line)") }
        // Five extensions, two of them critical.
        #expect(text.components(separatedBy: "X509v3 ").count - 1 == 6)
        #expect(text.components(separatedBy: "critical").count - 1 == 2)
    }

    @Test func `openssl builds the chain for a TLS client, and for nothing else`() throws {
        let openssl = try OpenSSL()
        defer { openssl.remove() }
        try openssl.write(test.authority.certificate, to: "ca.der")
        try openssl.run(["x509", "-inform", "DER", "-in", "ca.der", "-out", "ca.pem"])
        try openssl.write(try test.loaded.issue(test.plan(), publicKey: test.deviceKey), to: "leaf.der")
        try openssl.run(["x509", "-inform", "DER", "-in", "leaf.der", "-out", "leaf.pem"])
        let verify = ["verify", "-x509_strict", "-attime", "1795230000", "-CAfile", "ca.pem"]
        #expect(try openssl.run(verify + ["-purpose", "sslclient", "leaf.pem"]).contains("leaf.pem: OK"))
        #expect(throws: OpenSSL.Failed.self) { try openssl.run(verify + ["-purpose", "sslserver", "leaf.pem"]) }
        #expect(throws: OpenSSL.Failed.self) {
            try openssl.run(["verify", "-attime", "1826850000", "-CAfile", "ca.pem", "leaf.pem"])
        }
    }

    @Test func `an EC key only signs`() throws {
        for key in [
            P256.Signing.PrivateKey().publicKey.derRepresentation,
            P384.Signing.PrivateKey().publicKey.derRepresentation,
        ] {
            let text = try text(of: test.loaded.issue(test.plan(), publicKey: Array(key)))
            #expect(text.contains("Digital Signature\n") && text.contains("TLS Web Client Authentication\n"))
        }
    }

    @Test func `what is not a public key is not certified`() throws {
        for key in [[], [0x30, 0], Array(test.deviceKey.dropLast()), test.deviceKey + [0], test.authority.certificate] {
            #expect(throws: CertificateAuthorityError.publicKeyUnusable) {
                try test.loaded.issue(test.plan(), publicKey: key)
            }
        }
    }

    @Test func `a longer life than 398 days is not issued, nor one longer than the authority's`() throws {
        #expect(throws: CertificateAuthorityError.lint("validity")) {
            try test.loaded.issue(test.plan(days: 20 * 365), publicKey: test.deviceKey)
        }
        #expect(throws: CertificateAuthorityError.lint("validity")) {
            try test.loaded.issue(test.plan(days: -1), publicKey: test.deviceKey)
        }
        let late = IdentityPlan(
            commonName: "x", at: TestAuthority.now + 3_600 * 24 * 365 * 9.5, randomness: TestAuthority.chance)
        #expect(throws: CertificateAuthorityError.lint("authority's dates")) {
            try test.loaded.issue(late, publicKey: test.deviceKey)
        }
    }

    @Test func `the lint sees every difference from the order`() throws {
        let der = try test.loaded.issue(test.plan(), publicKey: test.deviceKey)
        let name = try SubjectName.identity(test.plan().commonName)
        let plan = test.plan()
        func order(
            serial: CertificateSerial = CertificateSerial(randomness: TestAuthority.chance),
            subject: DistinguishedName? = nil, before: Date? = nil, after: Date? = nil, purpose: Order.Purpose = .device
        ) -> Order {
            Order(
                serial: serial, subject: subject ?? name, notBefore: before ?? plan.notBefore,
                notAfter: after ?? plan.notAfter, purpose: purpose)
        }
        let zeros = CertificateSerial(randomness: [UInt8](repeating: 0, count: 16))
        let rows: [(point: String, order: Order, key: [UInt8])] = [
            ("serial", order(serial: zeros), test.deviceKey),
            ("subject", order(subject: try SubjectName.identity("other")), test.deviceKey),
            ("key", order(), Array(P256.Signing.PrivateKey().publicKey.derRepresentation)),
            ("dates", order(before: plan.notBefore - 1), test.deviceKey),
            ("dates", order(after: plan.notAfter + 1), test.deviceKey),
            ("extensions", order(purpose: .profileSigner), test.deviceKey),
        ]
        for row in rows {
            #expect(throws: CertificateAuthorityError.lint(row.point)) {
                try Lint(authority: test.loaded, order: row.order, publicKey: row.key).check(der)
            }
        }
        try Lint(authority: test.loaded, order: order(), publicKey: test.deviceKey).check(der)
        var forged = der
        forged[forged.count - 5] ^= 1
        #expect(throws: CertificateAuthorityError.lint("signature")) {
            try Lint(authority: test.loaded, order: order(), publicKey: test.deviceKey).check(forged)
        }
        #expect(throws: CertificateAuthorityError.lint("unreadable")) {
            try Lint(authority: test.loaded, order: order(), publicKey: test.deviceKey).check(der.dropLast())
        }
    }

    @Test func `the lint sees extensions that were not ordered`() throws {
        let order = Order(
            serial: CertificateSerial(randomness: TestAuthority.chance),
            subject: try SubjectName.identity(test.plan().commonName), notBefore: test.plan().notBefore,
            notAfter: test.plan().notAfter, purpose: .device)
        let key = try Certificate.PublicKey(derEncoded: test.deviceKey)
        func certificate(
            isAuthority: Bool = false, usage: KeyUsage = KeyUsage(digitalSignature: true, keyEncipherment: true),
            purposes: [ExtendedKeyUsage.Usage] = [.clientAuth], issuer: Data? = nil, extra: Bool = false
        ) throws -> [UInt8] {
            var extensions = try Certificate.Extensions {
                Critical(
                    isAuthority ? BasicConstraints.isCertificateAuthority(maxPathLength: nil) : .notCertificateAuthority
                )
                Critical(usage)
                try ExtendedKeyUsage(purposes)
                SubjectKeyIdentifier(hash: key)
                AuthorityKeyIdentifier(
                    keyIdentifier: issuer.map { Array($0)[...] } ?? test.loaded.keyIdentifier.keyIdentifier)
            }
            if extra {
                try extensions.append(SubjectAlternativeNames([.dnsName("mdm.example")]).makeCertificateExtension())
            }
            return try Certificate(
                version: .v3, serialNumber: order.serial.forCertificate, publicKey: key,
                notValidBefore: order.notBefore, notValidAfter: order.notAfter, issuer: test.loaded.parsed.subject,
                subject: order.subject, signatureAlgorithm: .sha256WithRSAEncryption, extensions: extensions,
                issuerPrivateKey: test.loaded.signingKey
            ).derBytes()
        }
        let lint = Lint(authority: test.loaded, order: order, publicKey: test.deviceKey)
        try lint.check(certificate())
        let rows: [(String, [UInt8])] = [
            ("basicConstraints", try certificate(isAuthority: true)),
            ("keyUsage", try certificate(usage: KeyUsage(digitalSignature: true, keyCertSign: true))),
            ("extendedKeyUsage", try certificate(purposes: [.clientAuth, .serverAuth])),
            ("extendedKeyUsage", try certificate(purposes: [.serverAuth])),
            ("authorityKeyIdentifier", try certificate(issuer: Data([1, 2, 3]))),
            ("extensions", try certificate(extra: true)),
        ]
        for (point, der) in rows {
            #expect(throws: CertificateAuthorityError.lint(point)) { try lint.check(der) }
        }
    }

    @Test func `the same plan and key give the same certificate, so that a retry after a crash changes nothing`() throws
    {
        let first = try test.loaded.issue(test.plan(), publicKey: test.deviceKey)
        #expect(try test.loaded.issue(test.plan(), publicKey: test.deviceKey) == first)
    }

    @Test func `properties are those that openssl prints`() throws {
        let der = try test.loaded.issue(test.plan(), publicKey: test.deviceKey)
        let properties = try CertificateProperties(der: der)
        #expect(properties.serial.description == "70f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
        #expect(properties.commonName == test.plan().commonName)
        #expect(properties.notBefore == test.plan().notBefore && properties.notAfter == test.plan().notAfter)
        #expect(properties.publicKey == Fingerprint(of: test.deviceKey))
        let printed = try text(of: der).components(separatedBy: "sha256 Fingerprint=").last ?? ""
        let hexadecimal = printed.replacing(":", with: "").lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(properties.fingerprint.description == hexadecimal)
        for damaged in [[], Array(der.dropLast()), der + [0]] {
            #expect(throws: CertificateAuthorityError.unreadable) { try CertificateProperties(der: damaged) }
        }
    }
}
