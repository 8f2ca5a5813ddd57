public import Administration
import Crypto

/// The master key as a person can keep it on paper and type it back.
///
/// 14 groups of five characters of Crockford's base32 (no I, L, O, U; lower case and `-` do not matter when
/// it is read, O is read as 0, I and L as 1). In each group the last character checks the four before it
/// and the group's place: every single wrong character, every exchange of two neighbours and every exchange
/// of two groups shows, and shows where. The last group checks the whole.
public struct RecoverySheet: Sendable {
    public static let groupCount = 14
    public static let groupLength = 5

    /// For the one page or command that shows them.
    public let groups: Secret<[String]>

    /// - Parameter key: 32 bytes.
    public init(of key: Secret<[UInt8]>) {
        let symbols = Base32.symbols(key.reveal() + Self.checksum(key.reveal()))
        groups = Secret(
            (0..<Self.groupCount).map { group in
                let data = symbols.dropFirst(group * 4).prefix(4)
                return Base32.text(data + [Self.check(Array(data), group: group)])
            })
    }

    /// Two lines of seven groups.
    public var text: Secret<String> {
        let groups = groups.reveal()
        return Secret(
            groups.prefix(7).joined(separator: "-") + "\n" + groups.dropFirst(7).joined(separator: "-"))
    }

    /// Reads a sheet that was typed in.
    ///
    /// - Throws: what is wrong and in which groups, counted from 1.
    public static func read(_ text: String) throws(RecoverySheetProblem) -> Secret<[UInt8]> {
        var data: [UInt8] = []
        var mistyped: [Int] = []
        for (group, characters) in try split(text).enumerated() {
            var symbols: [UInt8] = []
            for character in characters {
                guard let symbol = Base32.symbol(character) else {
                    throw .unknownCharacter(character, group: group + 1)
                }
                symbols.append(symbol)
            }
            let check = symbols.popLast()
            if symbols.count != groupLength - 1 || check != self.check(symbols, group: group) {
                mistyped.append(group + 1)
            }
            data += symbols
        }
        guard mistyped.isEmpty else { throw .mistyped(groups: mistyped) }
        let bytes = Base32.bytes(data)
        let key = Array(bytes.prefix(32))
        guard Array(bytes.dropFirst(32)) == checksum(key) else { throw .inconsistent }
        return Secret(key)
    }

    /// With separators between all groups a missing character is found in its group; without, only the
    /// number of characters tells.
    private static func split(_ text: String) throws(RecoverySheetProblem) -> [[Character]] {
        let parts = text.split { $0.isWhitespace || $0 == "-" }.map(Array.init)
        if parts.count == groupCount { return parts }
        let characters = Array(parts.joined())
        guard characters.count == groupCount * groupLength else {
            throw .wrongLength(found: characters.count, expected: groupCount * groupLength)
        }
        return stride(from: 0, to: characters.count, by: groupLength).map {
            Array(characters[$0..<$0 + groupLength])
        }
    }

    /// 24 bits, so that key and checksum together fill the 56 characters exactly.
    private static func checksum(_ key: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array("Kizuna recovery sheet 1".utf8) + key).prefix(3))
    }

    /// Over the field of 32 elements: place + 2·a + 4·b + 8·c + 16·d. Different factors make every
    /// exchange of two different characters visible.
    private static func check(_ symbols: [UInt8], group: Int) -> UInt8 {
        symbols.enumerated().reduce(UInt8(group)) { sum, next in
            (0...next.offset).reduce(next.element) { value, _ in Base32.doubled(value) } ^ sum
        }
    }
}

/// Why a typed sheet is not accepted.
public enum RecoverySheetProblem: Error, Sendable, Equatable {
    case wrongLength(found: Int, expected: Int)
    case unknownCharacter(Character, group: Int)
    case mistyped(groups: [Int])
    /// Every group is right in itself, but they do not belong together.
    case inconsistent
}
