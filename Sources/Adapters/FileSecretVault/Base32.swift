/// Crockford's base32, five bits to a character, most significant first.
enum Base32 {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// - Parameter bytes: a multiple of five bytes, or the last bits are left out.
    static func symbols(_ bytes: [UInt8]) -> [UInt8] { regroup(bytes, from: 8, to: 5) }

    static func bytes(_ symbols: [UInt8]) -> [UInt8] { regroup(symbols, from: 5, to: 8) }

    static func text(_ symbols: some Sequence<UInt8>) -> String {
        String(symbols.map { alphabet[Int($0 & 31)] })
    }

    static func symbol(_ character: Character) -> UInt8? {
        let upper = Character(character.uppercased())
        let meant: Character =
            switch upper {
            case "O": "0"
            case "I", "L": "1"
            default: upper
            }
        return alphabet.firstIndex(of: meant).map(UInt8.init)
    }

    /// Times two in the field of 32 elements (x⁵ + x² + 1).
    static func doubled(_ value: UInt8) -> UInt8 {
        let shifted = value << 1
        return shifted & 32 == 0 ? shifted : shifted ^ 0b100101
    }

    private static func regroup(_ values: [UInt8], from: Int, to: Int) -> [UInt8] {
        var result: [UInt8] = []
        var held = 0
        var bits = 0
        for value in values {
            held = (held << from | Int(value)) & 0xFFFF
            bits += from
            while bits >= to {
                bits -= to
                result.append(UInt8(held >> bits & (1 << to - 1)))
            }
        }
        return result
    }
}
