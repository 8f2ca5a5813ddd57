import Foundation

/// Keys and self-signed certificates made by the `openssl` command, once for a run.
struct TestSigners: Sendable {
    static func shared() throws -> TestSigners { try result.get() }
    private static let result = Result { try TestSigners() }

    static let kinds = ["rsa", "p256", "p384"]
    let openssl: OpenSSL

    private init() throws {
        openssl = try OpenSSL()
        let keys = [
            ("rsa", ["-newkey", "rsa:2048"]),
            ("p256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
            ("p384", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]),
            ("other", ["-newkey", "rsa:2048"]),
        ]
        for (name, key) in keys {
            try openssl.run(
                ["req", "-x509", "-nodes"] + key + [
                    "-keyout", "\(name).key", "-out", "\(name).pem", "-subj", "/CN=\(name)", "-days", "3650",
                ])
            try openssl.run(["x509", "-in", "\(name).pem", "-outform", "DER", "-out", "\(name).der"])
            try openssl.run([
                "pkcs8", "-topk8", "-nocrypt", "-in", "\(name).key", "-outform", "DER", "-out", "\(name).p8",
            ])
        }
    }

    func certificate(_ name: String) throws -> [UInt8] { try openssl.read("\(name).der") }
    func key(_ name: String) throws -> [UInt8] { try openssl.read("\(name).p8") }

    /// A detached signature as the `openssl` command makes it.
    func sign(
        _ content: [UInt8], as signer: String = "rsa", digest: String = "sha256", _ options: [String] = []
    ) throws -> [UInt8] {
        let name = UUID().uuidString
        try openssl.write(content, to: name)
        try openssl.run(
            [
                "cms", "-sign", "-binary", "-in", name, "-outform", "DER", "-out", "\(name).sig", "-signer",
                "\(signer).pem",
                "-inkey", "\(signer).key", "-md", digest,
            ] + options)
        return try openssl.read("\(name).sig")
    }
}
