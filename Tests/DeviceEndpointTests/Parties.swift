import Administration
import Crypto
import Enrollments
import Foundation
import MDMProtocol
import Ports
import PushCertificates
import SwiftASN1
import Synchronization
import X509

/// A clock that a test sets.
final class SettableClock: TimeSource {
    private let instant: Mutex<Date>
    init(_ start: Date) { instant = Mutex(start) }
    var now: Date { instant.withLock { $0 } }
    func advance(days: Double) { instant.withLock { $0 += days * 86_400 } }
}

/// A store whose disk can be taken away.
final class BreakableStore: Store {
    private let store: any Store
    /// Transactions that still work; nil for any number.
    private let left = Mutex<Int?>(nil)
    private let failed = Mutex(false)
    private let counted = Mutex((reads: 0, writes: 0))

    /// Transactions so far, of either kind.
    var reads: Int { counted.withLock { $0.reads } }
    var writes: Int { counted.withLock { $0.writes } }

    init(_ store: any Store) { self.store = store }

    func breakDown(after transactions: Int = 0) { left.withLock { $0 = transactions } }
    func repair() {
        left.withLock { $0 = nil }
        failed.withLock { $0 = false }
    }
    /// Whether anybody met the trouble.
    var hasFailed: Bool { failed.withLock { $0 } }

    func read<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try check()
        counted.withLock { $0.reads += 1 }
        return try await store.read(reach, body)
    }

    func write<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try check()
        counted.withLock { $0.writes += 1 }
        return try await store.write(reach, body)
    }

    func note<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try check()
        return try await store.note(reach, body)
    }

    func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try check()
        counted.withLock { $0.writes += 1 }
        return try await store.write(about: enrollments, in: scope, body)
    }

    func close() async throws { try await store.close() }

    private func check() throws {
        let works = left.withLock { left in
            guard let count = left else { return true }
            left = max(0, count - 1)
            return count > 0
        }
        guard works else {
            failed.withLock { $0 = true }
            throw StoreError.unavailable("no disk")
        }
    }
}

/// A device's certificate with its key.
struct TestIdentity: Sendable {
    let der: [UInt8]
    let key: P256.Signing.PrivateKey

    init(at now: Date) throws {
        key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("device") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: now,
            notValidAfter: now.addingTimeInterval(365 * 86_400), issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256, extensions: .init(), issuerPrivateKey: .init(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        der = serializer.serializedBytes
    }

    var fingerprint: Fingerprint { Fingerprint(of: der) }
    /// As RFC 9440 writes it.
    var header: String { ":\(Data(der).base64EncodedString()):" }
}

/// Bodies as a device sends them.
enum Bodies {
    static func message(_ type: String, from udid: String, _ keys: [(String, PropertyList)] = []) -> [UInt8] {
        let usual: [(key: String, value: PropertyList)] = [
            ("MessageType", .string(type)), ("Topic", .string(DeviceBench.topic)), ("UDID", .string(udid)),
        ]
        return PropertyList.dictionary(usual + keys.map { (key: $0.0, value: $0.1) }).xmlBytes
    }

    static func tokenUpdate(from udid: String) -> [UInt8] {
        message(
            "TokenUpdate", from: udid, [("Token", .data(Array(0..<32))), ("PushMagic", .string("7C1E0F0B"))])
    }

    static func report(_ status: String, from udid: String, _ keys: [(String, PropertyList)] = []) -> [UInt8] {
        let usual: [(key: String, value: PropertyList)] = [("Status", .string(status)), ("UDID", .string(udid))]
        return PropertyList.dictionary(usual + keys.map { (key: $0.0, value: $0.1) }).xmlBytes
    }
}
