/// Base64 of RFC 4648 §4, as `<data>` carries it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Value of each byte: 0 to 63, `padding`, `space` (XML white space), or `foreign`.
    static let values: [UInt8] = {
        var values = [UInt8](repeating: foreign, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(truncatingIfNeeded: value) }
        for byte in [0x20, 0x09, 0x0A, 0x0D] { values[byte] = space }
        values[0x3D] = padding
        return values
    }()
    static let padding: UInt8 = 64
    static let space: UInt8 = 65
    static let foreign: UInt8 = 255

    static func encode(_ data: [UInt8], into bytes: inout [UInt8]) {
        bytes.reserveCapacity(bytes.count + (data.count + 2) / 3 * 4)
        var index = 0
        while index < data.count {
            let left = data.count - index
            let first = UInt32(data[index]) << 16
            let second = left > 1 ? UInt32(data[index + 1]) << 8 : 0
            let third = left > 2 ? UInt32(data[index + 2]) : 0
            let group = first | second | third
            bytes.append(alphabet[Int(group >> 18)])
            bytes.append(alphabet[Int(group >> 12 & 63)])
            bytes.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : 0x3D)
            bytes.append(left > 2 ? alphabet[Int(group & 63)] : 0x3D)
            index += 3
        }
    }

    /// How many bytes a text makes; nil when it is not base64: a foreign character, padding that is missing, too
    /// much or not at the end. White space may stand anywhere.
    static func decodedCount(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        values.withUnsafeBufferPointer { values in
            var digits = 0, pads = 0
            for byte in text {
                let value = values[Int(byte)]
                if value < padding {
                    guard pads == 0 else { return nil }
                    digits += 1
                } else if value == padding {
                    pads += 1
                } else if value == foreign {
                    return nil
                }
            }
            guard (digits + pads) % 4 == 0, pads <= 2, digits % 4 != 1 else { return nil }
            return digits * 3 / 4
        }
    }

    /// Decodes a text of which ``decodedCount(_:)`` said that it makes `count` bytes.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, count: Int) -> [UInt8] {
        values.withUnsafeBufferPointer { values in
            [UInt8](unsafeUninitializedCapacity: count) { buffer, made in
                var group: UInt32 = 0, digits = 0
                for byte in text {
                    let value = values[Int(byte)]
                    guard value < padding else { continue }
                    group = group << 6 | UInt32(value)
                    digits += 1
                    guard digits == 4 else { continue }
                    for shift in [UInt32(16), 8, 0] where made < count {
                        buffer[made] = UInt8(truncatingIfNeeded: group >> shift)
                        made += 1
                    }
                    group = 0
                    digits = 0
                }
                if digits > 1 {
                    group <<= UInt32(6 * (4 - digits))
                    for shift in [UInt32(16), 8].prefix(digits - 1) where made < count {
                        buffer[made] = UInt8(truncatingIfNeeded: group >> shift)
                        made += 1
                    }
                }
            }
        }
    }
}
