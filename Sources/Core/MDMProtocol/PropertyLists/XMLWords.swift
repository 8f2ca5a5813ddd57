/// Eight bytes of a body at a time, the first one lowest: most of a long report passes by in these steps.
///
/// In every answer the high bit of a byte stands for that byte; the lowest that is set is always right, those above it need
/// not be.
enum XMLWords {
    static let each: UInt64 = 0x0101_0101_0101_0101
    static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Printable ASCII, DEL, TAB, LF and CR; nothing else.
    @inline(__always)
    static func isPlainASCII(_ word: UInt64) -> Bool {
        guard word & highs == 0 else { return false }
        // Without a high bit among them, no sum carries into the next byte. Set where the byte is at least so much:
        let blank = word &+ 0x60 * each
        if blank & highs == highs { return true }
        let tab = word &+ 0x77 * each, afterLF = word &+ 0x75 * each
        let cr = word &+ 0x73 * each, afterCR = word &+ 0x72 * each
        return (blank | (tab & ~afterLF) | (cr & ~afterCR)) & highs == highs
    }

    /// Bytes above the blank. In a body that was checked, all others are white space.
    @inline(__always)
    static func marks(in word: UInt64) -> UInt64 {
        (((word & ~highs) &+ 0x5F * each) | word) & highs
    }

    /// Bytes at which plain text may end, or is not plain: `<`, `>`, `&` and CR.
    @inline(__always)
    static func stops(in word: UInt64) -> UInt64 {
        // `<` and `>` differ in one bit.
        zeros((word | 0x02 * each) ^ 0x3E * each) | zeros(word ^ 0x26 * each) | zeros(word ^ 0x0D * each)
    }

    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- each) & ~word & highs }

    /// How many bytes lie before the lowest one that is marked.
    @inline(__always)
    static func place(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }

    /// A start tag without blanks, as devices write nearly all: its element and how long it is.
    @inline(__always)
    static func startTag(_ word: UInt64, next: UInt8) -> (element: XMLElement, length: Int)? {
        let end = UInt8(ascii: ">")
        switch word & 0xFF_FFFF_FFFF {
        case 0x3E_7965_6B3C: return (.key, 5)
        case 0x69_7274_733C: return word >> 40 == 0x3E_676E ? (.string, 8) : nil
        case 0x65_746E_693C: return word >> 40 == 0x72_6567 && next == end ? (.integer, 9) : nil
        case 0x74_6369_643C: return word >> 40 & 0xFF == 0x3E ? (.dict, 6) : nil
        case 0x61_7272_613C: return word >> 40 & 0xFFFF == 0x3E79 ? (.array, 7) : nil
        case 0x61_7461_643C: return word >> 40 & 0xFF == 0x3E ? (.data, 6) : nil
        case 0x65_7461_643C: return word >> 40 & 0xFF == 0x3E ? (.date, 6) : nil
        case 0x6C_6165_723C: return word >> 40 & 0xFF == 0x3E ? (.real, 6) : nil
        default: return nil
        }
    }

    /// An end tag without blanks: how long it is; nil when it is not that, or not written like that.
    @inline(__always)
    static func endTag(of element: XMLElement, _ word: UInt64, next: UInt8, last: UInt8) -> Int? {
        let end = UInt8(ascii: ">")
        switch element {
        case .key: return word & 0xFFFF_FFFF_FFFF == 0x3E79_656B_2F3C ? 6 : nil
        case .string: return word == 0x676E_6972_7473_2F3C && next == end ? 9 : nil
        case .integer: return word == 0x6567_6574_6E69_2F3C && next == UInt8(ascii: "r") && last == end ? 10 : nil
        case .dict: return word & 0xFF_FFFF_FFFF_FFFF == 0x3E_7463_6964_2F3C ? 7 : nil
        default: return nil
        }
    }
}
