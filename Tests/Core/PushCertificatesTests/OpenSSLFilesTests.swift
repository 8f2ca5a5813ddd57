import CryptoExtras
import Foundation
import Testing

@testable import PushCertificates

/// Files as the usual tool writes them, beside those composed by hand.
@Suite struct OpenSSLFilesTests {
    @Test func `files written by openssl are called by their names`() async throws {
        let openssl = try OpenSSL()
        defer { openssl.remove() }
        let (pki, files) = try (TestPKI.shared(), WrongFiles.shared())
        try openssl.write(Array(WrongFiles.pem(files.renewed).utf8), to: "push.pem")
        try openssl.write(Array(pki.requestKey.pemRepresentation.utf8), to: "push.key")
        let password = "pass:correct"
        try openssl.run(
            "pkcs12", "-export", "-in", "push.pem", "-inkey", "push.key", "-passout", password, "-out", "a.p12")
        try openssl.run("pkcs12", "-in", "a.p12", "-passin", password, "-nodes", "-out", "opened.pem")
        try openssl.run("crl2pkcs7", "-nocrl", "-certfile", "push.pem", "-outform", "DER", "-out", "a.p7b")
        try openssl.run("crl2pkcs7", "-nocrl", "-certfile", "push.pem", "-out", "b.p7b")
        try openssl.write(Array("{\"consumer_key\":\"x\"}".utf8), to: "token")
        try openssl.run("smime", "-encrypt", "-aes256", "-in", "token", "-out", "a.p7m", "push.pem")
        try openssl.run("cms", "-encrypt", "-aes256", "-in", "token", "-outform", "DER", "-out", "b.p7m", "push.pem")
        try openssl.run(
            "cms", "-sign", "-signer", "push.pem", "-inkey", "push.key", "-in", "token", "-outform", "DER", "-out",
            "c.p7m")
        try openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "ec.pem")
        try openssl.run("ec", "-in", "ec.pem", "-outform", "DER", "-out", "ec.der")
        try openssl.run("genpkey", "-algorithm", "ED25519", "-outform", "DER", "-out", "ed.der")
        try openssl.run(
            "pkcs8", "-topk8", "-in", "push.key", "-outform", "DER", "-passout", password, "-out", "locked.der")
        try openssl.run("rsa", "-in", "push.key", "-aes256", "-passout", password, "-out", "locked.pem")
        try openssl.run("req", "-new", "-key", "push.key", "-subj", "/CN=sample", "-outform", "DER", "-out", "a.csr")
        try openssl.run("req", "-new", "-key", "ec.pem", "-subj", "/CN=sample", "-text", "-out", "b.csr")
        try openssl.run(
            "req", "-x509", "-key", "push.key", "-subj", "/UID=\(pki.topic)", "-days", "9", "-out", "self.pem")
        try openssl.run(
            "req", "-x509", "-key", "ec.pem", "-subj", "/CN=www.example.com", "-days", "9", "-out", "web.pem")
        try openssl.run("dsaparam", "-genkey", "-out", "dsa.pem", "1024")
        try openssl.run("req", "-x509", "-key", "dsa.pem", "-subj", "/CN=dsa", "-out", "dsacert.pem")
        try openssl.run(
            "req", "-x509", "-key", "push.key", "-sigopt", "rsa_padding_mode:pss", "-subj", "/CN=pss", "-out", "pss.pem"
        )
        let table: [(String, UploadRefusal)] = [
            ("a.p12", .pkcs12), ("opened.pem", .privateKey), ("a.p7b", .certificateBundle),
            ("b.p7b", .certificateBundle),
            ("a.p7m", .deviceEnrollmentToken), ("b.p7m", .deviceEnrollmentToken), ("c.p7m", .deviceEnrollmentToken),
            ("ec.pem", .privateKey), ("ec.der", .privateKey), ("ed.der", .privateKey), ("locked.der", .privateKey),
            ("locked.pem", .privateKey), ("a.csr", .certificateRequest), ("b.csr", .certificateRequest),
            ("self.pem", .notIssuedByApple(issuer: "UID")), ("web.pem", .notIssuedByApple(issuer: "www.example.com")),
            ("dsacert.pem", .keyNotRequestedHere), ("pss.pem", .notIssuedByApple(issuer: "pss")),
        ]
        let context = try pki.context(registered: nil)
        for (name, expected) in table {
            var refusal: UploadRefusal?
            let bytes = try openssl.read(name)
            do throws(UploadRefusal) {
                _ = try await UploadPipeline.judge(bytes, in: context)
            } catch { refusal = error }
            if name == "self.pem", case .notIssuedByApple(let issuer)? = refusal {
                #expect(issuer.contains(pki.topic))
            } else {
                #expect(refusal == expected, Comment(rawValue: name))
            }
        }
        try openssl.run("x509", "-in", "push.pem", "-text", "-out", "text.pem")
        try openssl.run(
            "x509", "-in", "push.pem", "-addtrust", "clientAuth", "-setalias", "mdm", "-trustout", "-out", "trusted.pem"
        )
        try openssl.run("x509", "-in", "push.pem", "-outform", "DER", "-out", "push.cer")
        for name in ["text.pem", "trusted.pem", "push.cer"] {
            #expect(
                try await UploadPipeline.judge(openssl.read(name), in: context).der == files.renewed,
                Comment(rawValue: name))
        }
    }
}
