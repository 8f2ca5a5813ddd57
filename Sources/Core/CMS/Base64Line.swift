/// Base64 of RFC 4648 §4 with its padding, as it stands in a header.
public enum Base64Line {
    private static let blank: UInt8 = 0x40
    private static let wrong: UInt8 = 0xff
    private static let table: [UInt8] = {
        var table = [UInt8](repeating: wrong, count: 256)
        for (value, letter) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
            table[Int(letter)] = UInt8(truncatingIfNeeded: value)
        }
        table[Int(UInt8(ascii: " "))] = blank
        table[Int(UInt8(ascii: "\t"))] = blank
        return table
    }()

    /// - Parameter skippingBlanks: blanks and tabs may stand anywhere.
    /// - Returns: nil for any other character, for a wrong number of them, and for padding that is missing, not at
    ///   the end, or hides bits.
    public static func decode(_ text: some StringProtocol, skippingBlanks: Bool) -> [UInt8]? {
        text.utf8.withContiguousStorageIfAvailable { decode($0, skippingBlanks) }
            ?? Array(text.utf8).withUnsafeBufferPointer { decode($0, skippingBlanks) }
    }

    private static func decode(_ text: UnsafeBufferPointer<UInt8>, _ skippingBlanks: Bool) -> [UInt8]? {
        var isRight = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { room, count in
            let table = table
            var bits: UInt32 = 0
            var letters = 0
            var padding = 0
            for letter in text {
                let value = table[Int(letter)]
                if value < blank {
                    guard padding == 0 else { return isRight = false }
                    bits = bits << 6 | UInt32(value)
                    letters += 1
                    guard letters & 3 == 0 else { continue }
                    room[count] = UInt8(truncatingIfNeeded: bits >> 16)
                    room[count + 1] = UInt8(truncatingIfNeeded: bits >> 8)
                    room[count + 2] = UInt8(truncatingIfNeeded: bits)
                    count += 3
                } else if letter == UInt8(ascii: "=") {
                    padding += 1
                } else if value != blank || !skippingBlanks {
                    return isRight = false
                }
            }
            switch (letters & 3, padding) {
            case (0, 0): break
            case (2, 2) where bits & 0xf == 0:
                room[count] = UInt8(truncatingIfNeeded: bits >> 4)
                count += 1
            case (3, 1) where bits & 0x3 == 0:
                room[count] = UInt8(truncatingIfNeeded: bits >> 10)
                room[count + 1] = UInt8(truncatingIfNeeded: bits >> 2)
                count += 2
            default: isRight = false
            }
        }
        return isRight ? bytes : nil
    }
}
