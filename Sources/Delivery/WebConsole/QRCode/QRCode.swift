/// A text as a QR code: byte mode, error correction M, the smallest of versions 1 to 15 (ISO/IEC 18004).
struct QRCode: Sendable, Equatable {
    let version: QRVersion
    /// 0 to 7, the one with the least penalty.
    let mask: Int
    /// Rows from the top, true is dark; without the quiet zone.
    let modules: [[Bool]]

    /// - Returns: nil when the text has more than 412 bytes in UTF-8.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = QRVersion.holding(bytes.count) else { return nil }
        let codewords = QRCodewords(bytes, version: version).interleaved
        let candidates = QRMask.all.map { mask -> (QRMask, QRMatrix) in
            var matrix = QRMatrix(version: version)
            matrix.place(codewords, mask: mask)
            matrix.placeFormat(mask: mask)
            return (mask, matrix)
        }
        guard let best = candidates.min(by: { $0.1.penalty < $1.1.penalty }) else { return nil }
        self.version = version
        mask = best.0.number
        modules = best.1.rows
    }
}

/// The text as codewords: mode, length, bytes, filling; then blocks with their correction, interleaved.
struct QRCodewords {
    let data: [UInt8]
    let version: QRVersion

    init(_ bytes: [UInt8], version: QRVersion) {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for bit in (0..<count).reversed() { bits.append(value >> bit & 1 == 1) }
        }
        append(0b0100, 4)
        append(bytes.count, version.lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        let capacity = version.dataCodewords * 8
        append(0, min(4, capacity - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var codewords = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var filling: UInt8 = 0xEC
        while codewords.count < version.dataCodewords {
            codewords.append(filling)
            filling ^= 0xEC ^ 0x11
        }
        data = codewords
        self.version = version
    }

    var interleaved: [UInt8] {
        var start = 0
        let blocks = version.blockLengths.map { length -> [UInt8] in
            defer { start += length }
            return Array(data[start..<start + length])
        }
        let corrections = blocks.map { ReedSolomon.correction(of: $0, length: version.correctionPerBlock) }
        return column(blocks) + column(corrections)
    }

    private func column(_ blocks: [[UInt8]]) -> [UInt8] {
        (0..<(blocks.map(\.count).max() ?? 0)).flatMap { index in
            blocks.compactMap { index < $0.count ? $0[index] : nil }
        }
    }
}
