import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

@testable import SimulatedPushPortal

/// Makes vendor-signed requests, right ones and ones that are wrong in one place.
struct RequestMaker {
    let authority: LabAuthority
    var csr: [UInt8]
    var chain: String
    var signature: [UInt8]
    /// Overrides an element of the property list, such as `<data>…</data>`.
    var elements: [String: String] = [:]
    var envelope: @Sendable (String) -> [UInt8] = { Array(Data($0.utf8).base64EncodedString().utf8) }

    static let keys = ["PushCertCertificateChain", "PushCertRequestCSR", "PushCertSignature"]

    /// A request that Apple would accept.
    init(_ authority: LabAuthority, key: _RSA.Signing.PrivateKey) throws {
        self.authority = authority
        csr = try Self.csr(Certificate.PrivateKey(key))
        chain = authority.vendor.certificatePEM + authority.relations.certificatePEM + authority.root.certificatePEM
        signature = try Self.sign(csr, with: try authority.vendor.key)
    }

    static func csr(
        _ key: Certificate.PrivateKey, _ algorithm: Certificate.SignatureAlgorithm = .sha256WithRSAEncryption
    ) throws -> [UInt8] {
        let request = try CertificateSigningRequest(
            version: .v1, subject: DistinguishedName { CommonName("Test push") }, privateKey: key, attributes: .init(),
            signatureAlgorithm: algorithm)
        var serializer = DER.Serializer()
        try serializer.serialize(request)
        return serializer.serializedBytes
    }

    static func sign(_ bytes: [UInt8], with key: _RSA.Signing.PrivateKey) throws -> [UInt8] {
        Array(try key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
    }

    /// Replaces the request and signs it as it should be signed.
    mutating func useSigned(_ csr: [UInt8]) throws {
        self.csr = csr
        signature = try Self.sign(csr, with: try authority.vendor.key)
    }

    func element(_ key: String) -> String {
        if let element = elements[key] { return element }
        return switch key {
        case "PushCertCertificateChain": "<string>\(chain)</string>"
        case "PushCertRequestCSR": "<string>\(Data(csr).base64EncodedString())</string>"
        default: "<string>\(Data(signature).base64EncodedString())</string>"
        }
    }

    func xml(keys: [String] = keys) -> String {
        let entries = keys.map { "\t<key>\($0)</key>\n\t\(element($0))\n" }.joined()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
            \(entries)</dict>
            </plist>

            """
    }

    var file: [UInt8] { envelope(xml()) }
}

/// What is slow to make is made once for all tests.
enum Shared {
    static let now = Date(timeIntervalSince1970: 1_795_000_000)  // 2026-11-18
    static let authority = Result { try LabAuthority(now: now) }
    static let key = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    /// Where tests keep their files; gone when they are done.
    static let scratch: String = {
        atexit { try? FileManager.default.removeItem(atPath: Shared.scratchPath) }
        try? FileManager.default.createDirectory(atPath: scratchPath, withIntermediateDirectories: true)
        return scratchPath
    }()
    private static var scratchPath: String {
        FileManager.default.temporaryDirectory.path + "/kizuna-lab-tests-\(ProcessInfo.processInfo.processIdentifier)"
    }

    private static let template = Result {
        let path = scratch + "/template"
        _ = try SimulatedLab(directory: path)
        return path
    }

    /// A directory of its own for each test, in which authority and portal are already made: those keys take seconds.
    static func directory() throws -> String {
        let path = scratch + "/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for name in ["authority.json", "portal.json"] {
            try FileManager.default.copyItem(atPath: template.get() + "/" + name, toPath: path + "/" + name)
        }
        return path
    }

    static func maker() throws -> RequestMaker { try RequestMaker(authority.get(), key: key.get()) }

    static func judge(at instant: Date = now) throws -> SignedRequestJudge {
        SignedRequestJudge(rootDER: try authority.get().root.certificate.der, now: instant)
    }
}
