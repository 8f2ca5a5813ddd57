/// Sizes of a QR code of one version with error correction M (ISO/IEC 18004, tables 1, 7 and 9); versions 1 to 15.
struct QRVersion: Sendable, Equatable {
    let number: Int

    static let all = (1...15).map(QRVersion.init(number:))

    /// The smallest version that holds so many bytes; nil when none does.
    static func holding(_ byteCount: Int) -> QRVersion? { all.first { byteCount <= $0.capacity } }

    /// Modules on one side.
    var size: Int { number * 4 + 17 }

    /// Bytes of text in byte mode: without mode and length.
    var capacity: Int { (dataCodewords * 8 - 4 - lengthBits) / 8 }

    var lengthBits: Int { number < 10 ? 8 : 16 }

    var dataCodewords: Int { codewords - blockCount * correctionPerBlock }

    /// All codewords: what the function patterns leave free, in bytes.
    var codewords: Int {
        var modules = (16 * number + 128) * number + 64
        if number >= 2 {
            let count = number / 7 + 2
            modules -= (25 * count - 10) * count - 55
        }
        if number >= 7 { modules -= 36 }
        return modules / 8
    }

    var blockCount: Int { Self.blockCounts[number - 1] }
    var correctionPerBlock: Int { Self.corrections[number - 1] }

    /// Data codewords of each block; the later ones may hold one more.
    var blockLengths: [Int] {
        let short = blockCount - codewords % blockCount
        let length = codewords / blockCount - correctionPerBlock
        return (0..<blockCount).map { $0 < short ? length : length + 1 }
    }

    /// Where the centres of alignment patterns lie, on both axes; none in version 1.
    var alignmentCentres: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let step = (number * 8 + count * 3 + 5) / (count * 4 - 4) * 2
        return [6] + (0..<count - 1).map { size - 7 - (count - 2 - $0) * step }
    }

    private static let blockCounts = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10]
    private static let corrections = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24]

    /// Only ``all`` makes versions, so that the tables always hold them.
    private init(number: Int) { self.number = number }
}
