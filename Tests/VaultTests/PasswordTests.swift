import Administration
import Crypto
import Foundation
import Ports
import Testing

@testable import ScryptPasswordHasher

@Suite struct PasswordTests {
    private let hasher = ScryptPasswordHasher(parameters: .cheap)

    @Test func `a password is verified against its own hash only`() async throws {
        let hash = try await hasher.hash(Secret("correct horse battery"))
        #expect(try await hasher.verify(Secret("correct horse battery"), against: hash))
        for wrong in ["correct horse batterx", "correct horse battery ", "Correct horse battery", "", "\0"] {
            #expect(try await !hasher.verify(Secret(wrong), against: hash))
        }
        #expect(try await !hasher.verify(Secret("correct horse battery"), against: nil))
    }

    @Test func `the hash carries its parameters and shows no password`() async throws {
        let hash = try await hasher.hash(Secret("correct horse battery"))
        let parts = hash.encoded.split(separator: "$")
        #expect(parts.prefix(4) == ["scrypt", "4", "1", "1"])
        #expect(parts.dropFirst(4).map(\.count) == [32, 64])
        let other = ScryptPasswordHasher(parameters: try #require(ScryptParameters(log2N: 5, r: 2, p: 2)))
        #expect(try await other.verify(Secret("correct horse battery"), against: hash))
    }

    @Test func `the same password is hashed differently each time`() async throws {
        let one = try await hasher.hash(Secret("correct horse battery"))
        let two = try await hasher.hash(Secret("correct horse battery"))
        #expect(one != two)
    }

    @Test func `the same characters typed on another keyboard are the same password`() async throws {
        let hash = try await hasher.hash(Secret("パスワードpässword"))
        #expect(try await hasher.verify(Secret("ハ\u{309A}スワート\u{3099}pa\u{308}ssword"), against: hash))
        #expect(try await hasher.verify(Secret("ﾊﾟｽﾜｰﾄﾞｐässword"), against: hash))
        #expect(try await !hasher.verify(Secret("ハスワードpässword"), against: hash))
    }

    @Test func `an empty password is nobody's but does not fail`() async throws {
        let hash = try await hasher.hash(Secret("correct horse battery"))
        #expect(try await !hasher.verify(Secret(""), against: hash))
        #expect(try await !hasher.verify(Secret(""), against: nil))
    }

    @Test(arguments: [
        "", "scrypt", "scrypt$4$1$1$00$00", "bcrypt$4$1$1$0011223344556677$00112233445566778899aabbccddeeff",
        "scrypt$40$8$1$0011223344556677$00112233445566778899aabbccddeeff",
        "scrypt$4$99999999$1$0011223344556677$00112233445566778899aabbccddeeff",
        "scrypt$4$1$1$0011223344556677$00112233445566778899aabbccddeeff$",
        "scrypt$4$1$1$0011223344556g77$00112233445566778899aabbccddeeff",
        "scrypt$4$1$-1$0011223344556677$00112233445566778899aabbccddeeff",
    ]) func `a stored hash of no known form is an error`(_ text: String) async {
        await #expect(throws: PasswordHasherError.unreadableHash) {
            try await hasher.verify(Secret("x"), against: PasswordHash(encoded: text))
        }
    }

    @Test(arguments: [
        Vector(
            password: "password", salt: "NaCl", log2N: 10, r: 8, p: 16,
            hash: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"),
        Vector(
            password: "pleaseletmein", salt: "SodiumChloride", log2N: 14, r: 8, p: 1,
            hash: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"),
    ]) func `scrypt answers as RFC 7914 §12`(_ vector: Vector) throws {
        let parameters = try #require(ScryptParameters(log2N: vector.log2N, r: vector.r, p: vector.p))
        let derived = try parameters.derive(
            from: Secret(vector.password), salt: Array(vector.salt.utf8), byteCount: 64)
        #expect(derived.withUnsafeBytes { Array($0).hexadecimal } == vector.hash)
    }

    @Test func `who comes when the line is full is told so, and the line goes on`() async throws {
        let hasher = ScryptPasswordHasher(
            parameters: try #require(ScryptParameters(log2N: 12, r: 8, p: 1)), concurrency: 1, waitingLimit: 3)
        let (answered, busy) = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do {
                        return try await !hasher.verify(Secret("x"), against: nil)
                    } catch {
                        #expect(error as? PasswordHasherError == .busy)
                        return false
                    }
                }
            }
            return await group.reduce(into: (0, 0)) { if $1 { $0.0 += 1 } else { $0.1 += 1 } }
        }
        #expect(answered >= 4 && busy > 0 && answered + busy == 40)
        // Everybody has left: there is room again.
        #expect(try await !hasher.verify(Secret("x"), against: nil))
    }
}

struct Vector: Sendable {
    let password: String
    let salt: String
    let log2N: Int
    let r: Int
    let p: Int
    let hash: String
}
