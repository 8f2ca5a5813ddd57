import Foundation

/// One `-----BEGIN …-----` block (RFC 7468), read as tolerantly as people and mail programs require.
struct PEMBlock: Equatable {
    /// Upper case, without surrounding spaces.
    let label: String
    /// Nil when what stands between the lines is not base64, or the END line is missing.
    let der: [UInt8]?

    var isPrivateKey: Bool { label.contains("PRIVATE KEY") }
}

enum PEMText {
    /// More blocks than anybody has a reason to put into one file.
    static let blockLimit = 64

    /// Every block, in order. Text around blocks, CR LF, missing line breaks (`----------`), any line length and
    /// letter case of the labels are accepted.
    static func blocks(in bytes: some RandomAccessCollection<UInt8>) -> [PEMBlock] {
        let bytes = Array(bytes)
        let upper = bytes.map(\.upperCased)
        var blocks: [PEMBlock] = []
        var position = 0
        while blocks.count < blockLimit, let begin = upper.position(of: "-----BEGIN ", from: position) {
            let labelStart = begin + 11
            guard let labelEnd = upper.position(of: "-----", from: labelStart), labelEnd - labelStart <= 64 else {
                position = labelStart
                continue
            }
            let label = String(decoding: upper[labelStart..<labelEnd], as: UTF8.self)
                .trimmingCharacters(in: .whitespaces)
            let bodyStart = labelEnd + 5
            let nextBegin = upper.position(of: "-----BEGIN ", from: bodyStart) ?? upper.count
            guard let end = upper.position(of: "-----END ", from: bodyStart, before: nextBegin) else {
                blocks.append(PEMBlock(label: label, der: nil))
                position = nextBegin
                continue
            }
            blocks.append(PEMBlock(label: label, der: Base64Text.decode(bytes[bodyStart..<end])))
            // The dashes that close END may be the ones that open the next BEGIN; stop in front of them.
            position = end + 9
        }
        return blocks
    }

    /// Lines of 64 characters and a line break after END, as Apple's portal wants them.
    static func certificate(_ der: [UInt8]) -> String {
        let text = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
    }
}

enum Base64Text {
    /// Standard base64 (RFC 4648 §4) with white space anywhere.
    ///
    /// - Returns: nil when there is nothing, or anything else.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let dense = text.filter { !$0.isWhiteSpace }
        guard !dense.isEmpty, let data = Data(base64Encoded: Data(dense)) else { return nil }
        return Array(data)
    }
}

extension UInt8 {
    /// Space, tab, line feed, vertical tab, form feed, carriage return.
    var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }

    /// ASCII only.
    var upperCased: UInt8 { (0x61...0x7a).contains(self) ? self - 0x20 : self }
}

extension [UInt8] {
    /// The first place in `start..<end` where the whole ASCII text stands.
    func position(of text: StaticString, from start: Int = 0, before end: Int = .max) -> Int? {
        let pattern = text.withUTF8Buffer(Array.init)
        let end = Swift.min(end, count)
        guard let first = pattern.first, start >= 0, end - start >= pattern.count else { return nil }
        return withUnsafeBufferPointer { all in
            var position = start
            while position <= end - pattern.count {
                if all[position] == first {
                    var matching = 1
                    while matching < pattern.count, all[position + matching] == pattern[matching] { matching += 1 }
                    if matching == pattern.count { return position }
                }
                position += 1
            }
            return nil
        }
    }
}
