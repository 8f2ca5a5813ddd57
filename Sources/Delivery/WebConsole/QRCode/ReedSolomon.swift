/// Error correction over GF(256) with the polynomial 0x11D (ISO/IEC 18004 §7.5.2).
enum ReedSolomon {
    /// The remainder that is appended to the data.
    static func correction(of data: [UInt8], length: Int) -> [UInt8] {
        let divisor = divisor(degree: length)
        var remainder = [UInt8](repeating: 0, count: length)
        for byte in data {
            let factor = byte ^ (remainder.first ?? 0)
            remainder = zip(remainder.dropFirst() + [0], divisor).map { $0 ^ product($1, factor) }
        }
        return remainder
    }

    /// (x − 1)(x − 2)(x − 4)…, without the leading 1.
    static func divisor(degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            let shifted = result.dropFirst() + [0]
            result = zip(result, shifted).map { product($0, root) ^ $1 }
            root = product(root, 2)
        }
        return result
    }

    static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result: UInt8 = 0
        for bit in (0..<8).reversed() {
            result = (result << 1) ^ (result & 0x80 != 0 ? 0x1D : 0)
            if right >> bit & 1 == 1 { result ^= left }
        }
        return result
    }
}
