import CLibcrypto

/// One run of a block cipher in CBC mode with PKCS #7 padding.
struct CipherRun {
    private let cipher: CMSCipher
    private let key: [UInt8]
    private let vector: [UInt8]

    init(_ cipher: CMSCipher, key: [UInt8], vector: [UInt8]) {
        self.cipher = cipher
        self.key = key
        self.vector = vector
    }

    func encrypt(_ bytes: [UInt8]) -> [UInt8]? { run(bytes, encrypting: 1) }

    /// Nil when the padding is wrong.
    func decrypt(_ bytes: [UInt8]) -> [UInt8]? { run(bytes, encrypting: 0) }

    private func run(_ bytes: [UInt8], encrypting: Int32) -> [UInt8]? {
        defer { ERR_clear_error() }
        guard let size = Int32(exactly: bytes.count), key.count == cipher.keyBytes, vector.count == cipher.blockBytes,
            let context = EVP_CIPHER_CTX_new()
        else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        guard EVP_CipherInit_ex(context, cipher.method, nil, key, vector, encrypting) == 1 else { return nil }
        var out = [UInt8](repeating: 0, count: bytes.count + 2 * cipher.blockBytes)
        let length: Int? = out.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            var first: Int32 = 0
            var last: Int32 = 0
            guard EVP_CipherUpdate(context, start, &first, bytes, size) == 1,
                EVP_CipherFinal_ex(context, start + Int(first), &last) == 1
            else { return nil }
            return Int(first) + Int(last)
        }
        return length.map { Array(out.prefix($0)) }
    }
}
