import CLibcrypto
import Foundation

/// What OpenSSL's libcrypto refused to do, in its own words.
struct LibcryptoError: Error, CustomStringConvertible {
    let step: String
    let reason: String
    var description: String { "\(step): \(reason)" }

    /// Takes the newest error from libcrypto's queue and empties it.
    init(_ step: String) {
        self.step = step
        let code = ERR_peek_last_error()
        reason = ERR_reason_error_string(code).map { String(cString: $0) } ?? "failed"
        ERR_clear_error()
    }
}

enum Libcrypto {
    /// A value that libcrypto made, or its words why not.
    static func made<Value>(_ step: String, _ value: Value?) throws(LibcryptoError) -> Value {
        guard let value else { throw LibcryptoError(step) }
        return value
    }

    static func check(_ step: String, _ result: Int32) throws(LibcryptoError) {
        guard result > 0 else { throw LibcryptoError(step) }
    }

    /// Hands `body` a memory BIO that holds `bytes`.
    static func reading<Value>(_ bytes: [UInt8], _ body: (OpaquePointer) throws -> Value) throws -> Value {
        try bytes.withUnsafeBytes { buffer in
            let bio = try made("memory", BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)))
            defer { BIO_free_all(bio) }
            return try body(bio)
        }
    }

    /// What `body` writes into a memory BIO.
    static func written(_ body: (OpaquePointer) throws -> Void) throws -> [UInt8] {
        let bio = try made("memory", BIO_new(BIO_s_mem()))
        defer { BIO_free_all(bio) }
        try body(bio)
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = chunk.withUnsafeMutableBytes { BIO_read(bio, $0.baseAddress, Int32($0.count)) }
            guard count > 0 else { return result }
            result += chunk.prefix(Int(count))
        }
    }

    /// The DER that one of libcrypto's `i2d` functions makes.
    static func der(_ step: String, _ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>) -> Int32) throws
        -> [UInt8]
    {
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = encode(&bytes)
        guard length > 0, let bytes else { throw LibcryptoError(step) }
        defer { CRYPTO_free(bytes, "", 0) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(length)))
    }

    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func digest(_ bytes: [UInt8], _ kind: OpaquePointer?) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard EVP_Digest(bytes, bytes.count, &result, &length, kind, nil) == 1 else { return [] }
        return Array(result.prefix(Int(length)))
    }
}
