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
}
