import Foundation
import MDMProtocol

/// Tests/Corpora/plist.corpus: hostile property lists with the verdict of Python's plistlib on each.
/// Written by scripts/make-plist-corpus; the format is in Tests/Corpora/README.md.
struct Corpus {
    struct Case {
        let kind: String
        let name: String
        /// `refused`, `odd` (a value that XML cannot say), or a hash of the value.
        let verdict: String
        let pieces: [Piece]
    }

    struct Piece {
        let times: Int
        let start: Int
        let length: Int
    }

    /// Per class: rule of ours that plistlib does not have, and why we have it.
    let reasons: [String: [String: String]]
    let judge: String
    let cases: [Case]
    private let blob: [UInt8]

    struct Broken: Error {}

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        try self.init(Data(contentsOf: root.appending(path: "Corpora/plist.corpus")))
    }

    init(_ file: Data) throws {
        guard file.starts(with: Data("PLCORP1\n".utf8)), file.count > 12 else { throw Broken() }
        let size = file[8..<12].reduce(0) { $0 << 8 | Int($1) }
        guard 12 + size <= file.count,
            let index = try JSONSerialization.jsonObject(with: file[12..<12 + size]) as? [String: Any],
            let rows = index["cases"] as? [[Any]], let judge = index["judge"] as? String,
            let classes = index["classes"] as? [String: [String: String]]
        else { throw Broken() }
        cases = try rows.map(Case.init)
        reasons = classes
        self.judge = judge
        blob = Array(file[(12 + size)...])
    }

    func body(_ item: Case) -> [UInt8] {
        var body: [UInt8] = []
        for piece in item.pieces {
            let content = blob[piece.start..<piece.start + piece.length], together = max(1, 4096 / max(1, piece.length))
            if piece.times >= together {
                let chunk = (0..<together).flatMap { _ in content }
                for _ in 0..<piece.times / together { body += chunk }
            }
            for _ in 0..<piece.times % together { body += content }
        }
        return body
    }
}

extension Corpus.Case {
    init(_ row: [Any]) throws {
        let numbers = row.dropFirst(3).compactMap { $0 as? Int }
        guard row.count >= 3, numbers.count == row.count - 3, numbers.count.isMultiple(of: 3),
            let kind = row[0] as? String, let name = row[1] as? String, let verdict = row[2] as? String
        else { throw Corpus.Broken() }
        self.kind = kind
        self.name = name
        self.verdict = verdict
        pieces = stride(from: 0, to: numbers.count, by: 3).map {
            Corpus.Piece(times: numbers[$0], start: numbers[$0 + 1], length: numbers[$0 + 2])
        }
    }
}

/// The value as bytes, and their FNV-1a hash: the same that scripts/plist_corpus/verdict.py makes of plistlib's value.
struct CanonicalValue {
    private(set) var bytes: [UInt8] = []

    init(_ list: PropertyList) { add(list) }

    var hash: String {
        var number: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { number = (number ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    private mutating func add(_ list: PropertyList) {
        switch list {
        case .boolean(let value): bytes.append(UInt8(ascii: value ? "t" : "f"))
        case .integer(let value): counted("i", Array(String(value).utf8))
        case .real(let value):
            bytes.append(UInt8(ascii: "r"))
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(shift)))
            }
        case .string(let value): counted("s", Array(value.utf8))
        case .data(let value): counted("D", value)
        case .date(let value): counted("T", Array(String(Self.microseconds(value)).utf8))
        case .array(let values):
            bytes += Array("a\(values.count):".utf8)
            for value in values { add(value) }
        case .dictionary(let pairs):
            bytes += Array("d\(pairs.count):".utf8)
            for pair in pairs {
                counted("k", Array(pair.key.utf8))
                add(pair.value)
            }
        }
    }

    private mutating func counted(_ kind: Unicode.Scalar, _ content: [UInt8]) {
        bytes.append(UInt8(ascii: kind))
        bytes += Array("\(content.count):".utf8)
        bytes += content
    }

    /// Since 1970, rounded half to even, as Python's timedelta does it.
    private static func microseconds(_ date: Date) -> Int64 {
        let seconds = date.timeIntervalSinceReferenceDate
        let whole = seconds.rounded(.towardZero)
        let part = ((seconds - whole) * 1e6).rounded(.toNearestOrEven)
        return (Int64(whole) + 978_307_200) * 1_000_000 + Int64(part)
    }
}

extension PropertyListError {
    /// The name that the corpus has for what was broken.
    var rule: String {
        switch self {
        case .tooLarge: "tooLarge"
        case .unknownForm: "unknownForm"
        case .encoding: "encoding"
        case .character: "character"
        case .syntax(let fault, _): "syntax.\(fault.rawValue)"
        case .value(let fault, _): "value.\(fault.rawValue)"
        case .duplicateKey: "duplicateKey"
        case .limit(let limit, _): "limit.\(limit.rawValue)"
        case .binary(let fault, _): "binary.\(fault.rawValue)"
        }
    }
}
