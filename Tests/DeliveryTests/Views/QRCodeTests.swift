import Testing

@testable import WebConsole

@Suite struct QRCodeTests {
    @Test func `codewords and their correction are those of the worked example`() {
        // HELLO WORLD in alphanumeric mode, version 1-M: the data and correction codewords commonly published.
        let data: [UInt8] = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17]
        #expect(ReedSolomon.correction(of: data, length: 10) == [196, 35, 39, 119, 235, 215, 231, 226, 93, 23])
    }

    @Test func `format and version bits are those of the standard's tables`() {
        // ISO/IEC 18004 table C.1, level M.
        let expected = [
            0b101010000010010, 0b101000100100101, 0b101111001111100, 0b101101101001011, 0b100010111111001,
            0b100000011001110, 0b100111110010111, 0b100101010100000,
        ]
        #expect(QRMask.all.map(QRMatrix.formatBits) == expected)
    }

    @Test func `capacities and alignment centres are those of the standard's tables`() {
        // Table 7, byte mode, level M; table E.1.
        #expect(
            QRVersion.all.map(\.capacity) == [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412])
        #expect(QRVersion.all.map(\.alignmentCentres.count) == [0, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4])
        #expect(QRVersion.all.last?.alignmentCentres == [6, 26, 48, 70])
        #expect(QRVersion.all[6].alignmentCentres == [6, 22, 38])
    }

    @Test(arguments: [0, 1, 14, 15, 26, 62, 84, 106, 107, 122, 152, 180, 181, 213, 251, 287, 331, 362, 412])
    func `a reader gets back what was written`(_ length: Int) throws {
        let text = String(repeating: "https://mdm.example.com/enroll/2f8d3a0b5c7e41f6?", count: 9).prefix(length)
        let code = try #require(QRCode(String(text)))
        #expect(QRReader(code.modules).text == String(text))
    }

    @Test func `Japanese goes through, and what is too long is refused`() throws {
        let code = try #require(QRCode("絆キズナ"))
        #expect(QRReader(code.modules).text == "絆キズナ")
        #expect(QRCode(String(repeating: "x", count: 413)) == nil)
    }

    @Test func `a damaged module is noticed by the reader`() throws {
        var modules = try #require(QRCode("https://mdm.example.com/enroll/abc")).modules
        modules[12][12].toggle()
        #expect(QRReader(modules).text == nil)
    }

    @Test func `the drawing has a quiet zone of four and every dark module`() throws {
        let code = try #require(QRCode("x"))
        let svg = QRDrawing(code: code).svg(label: "QR").markup
        #expect(svg.contains("viewBox=\"0 0 29 29\"") && svg.contains("aria-label=\"QR\""))
        let runs = svg.matches(of: /M(\d+) (\d+)h(\d+)v1/)
        let dark = runs.reduce(0) { $0 + (Int($1.output.3) ?? 0) }
        #expect(dark == code.modules.flatMap { $0 }.count { $0 })
        #expect(runs.allSatisfy { (Int($0.output.1) ?? 0) >= 4 && (Int($0.output.2) ?? 0) >= 4 })
    }
}

/// Reads a perfect QR code of level M: written from the standard's side of the reader, sharing nothing with the
/// writer but the capacities checked above. Any error that correction would have to mend is refused.
struct QRReader {
    let modules: [[Bool]]
    init(_ modules: [[Bool]]) { self.modules = modules }

    private var side: Int { modules.count }
    private var version: Int { (side - 17) / 4 }

    var text: String? {
        guard (side - 17) % 4 == 0, let mask = mask, let data = data(unmasked: mask) else { return nil }
        var bits = data.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }[...]
        func take(_ count: Int) -> Int {
            defer { bits = bits.dropFirst(count) }
            return bits.prefix(count).reduce(0) { $0 << 1 | Int($1) }
        }
        guard take(4) == 4 else { return nil }
        let count = take(version < 10 ? 8 : 16)
        guard bits.count >= count * 8 else { return nil }
        return String(validating: (0..<count).map { _ in UInt8(take(8)) }, as: UTF8.self)
    }

    /// Both copies of the format must agree.
    private var mask: Int? {
        let first = [
            (8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8), (5, 8), (4, 8), (3, 8), (2, 8),
            (1, 8), (0, 8),
        ]
        let second = (0..<8).map { (side - 1 - $0, 8) } + (8..<15).map { (8, side - 15 + $0) }
        func read(_ places: [(Int, Int)]) -> Int {
            places.enumerated().reduce(0) { $0 | (modules[$1.element.1][$1.element.0] ? 1 << $1.offset : 0) }
        }
        guard read(first) == read(second), modules[side - 8][8] else { return nil }
        let bits = read(first) ^ 0b101010000010010
        return bits >> 13 == 0 ? bits >> 10 & 7 : nil
    }

    private func isFunction(_ x: Int, _ y: Int) -> Bool {
        if x == 6 || y == 6 { return true }
        if (x < 9 && y < 9) || (x >= side - 8 && y < 9) || (x < 9 && y >= side - 8) { return true }
        if version >= 7, (x >= side - 11 && y < 6) || (y >= side - 11 && x < 6) { return true }
        let centres = Self.centres[version] ?? []
        return centres.contains { cx in
            centres.contains { cy in
                let isCorner = (cx == 6 && cy == 6) || (cx == 6 && cy == side - 7) || (cx == side - 7 && cy == 6)
                return !isCorner && abs(cx - x) <= 2 && abs(cy - y) <= 2
            }
        }
    }

    /// ISO/IEC 18004 table E.1.
    private static let centres: [Int: [Int]] = [
        1: [], 2: [6, 18], 3: [6, 22], 4: [6, 26], 5: [6, 30], 6: [6, 34], 7: [6, 22, 38], 8: [6, 24, 42],
        9: [6, 26, 46],
        10: [6, 28, 50], 11: [6, 30, 54], 12: [6, 32, 58], 13: [6, 34, 62], 14: [6, 26, 46, 66], 15: [6, 26, 48, 70],
    ]

    /// ISO/IEC 18004 table 9, level M: blocks of (data, correction).
    private static let blocks: [Int: [(count: Int, data: Int, correction: Int)]] = [
        1: [(1, 16, 10)], 2: [(1, 28, 16)], 3: [(1, 44, 26)], 4: [(2, 32, 18)], 5: [(2, 43, 24)], 6: [(4, 27, 16)],
        7: [(4, 31, 18)], 8: [(2, 38, 22), (2, 39, 22)], 9: [(3, 36, 22), (2, 37, 22)], 10: [(4, 43, 26), (1, 44, 26)],
        11: [(1, 50, 30), (4, 51, 30)], 12: [(6, 36, 22), (2, 37, 22)], 13: [(8, 37, 22), (1, 38, 22)],
        14: [(4, 40, 24), (5, 41, 24)], 15: [(5, 41, 24), (5, 42, 24)],
    ]

    private func isInverted(_ mask: Int, _ i: Int, _ j: Int) -> Bool {
        switch mask {
        case 0: (i + j) % 2 == 0
        case 1: i % 2 == 0
        case 2: j % 3 == 0
        case 3: (i + j) % 3 == 0
        case 4: (i / 2 + j / 3) % 2 == 0
        case 5: (i * j) % 2 + (i * j) % 3 == 0
        case 6: ((i * j) % 2 + (i * j) % 3) % 2 == 0
        default: ((i + j) % 2 + (i * j) % 3) % 2 == 0
        }
    }

    private func data(unmasked mask: Int) -> [UInt8]? {
        guard let groups = Self.blocks[version] else { return nil }
        var bits: [UInt8] = []
        var isUp = true
        for pair in stride(from: side - 1, through: 1, by: -2).map({ $0 > 6 ? $0 : $0 - 1 }) where pair > 0 {
            for row in isUp ? Array((0..<side).reversed()) : Array(0..<side) {
                for column in [pair, pair - 1] where !isFunction(column, row) {
                    bits.append(modules[row][column] != isInverted(mask, row, column) ? 1 : 0)
                }
            }
            isUp.toggle()
        }
        var codewords = stride(from: 0, to: bits.count - bits.count % 8, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | $1 }
        }[...]
        let sizes = groups.flatMap { Array(repeating: ($0.data, $0.correction), count: $0.count) }
        var parts = sizes.map { _ in [UInt8]() }
        for index in 0..<(sizes.map(\.0).max() ?? 0) {
            for (block, size) in sizes.enumerated() where index < size.0 {
                parts[block].append(codewords.removeFirst())
            }
        }
        var whole = parts
        for _ in 0..<(sizes.first?.1 ?? 0) {
            for block in sizes.indices { whole[block].append(codewords.removeFirst()) }
        }
        let isSound = zip(whole, sizes).allSatisfy { block, size in
            (0..<size.1).allSatisfy { syndrome(block, at: $0) == 0 }
        }
        return isSound ? parts.flatMap { $0 } : nil
    }

    /// The block as a polynomial at 2^power: 0 in a block without error.
    private func syndrome(_ block: [UInt8], at power: Int) -> UInt8 {
        let root = (0..<power).reduce(UInt8(1)) { value, _ in times(value, 2) }
        return block.reduce(0) { times($0, root) ^ $1 }
    }

    private func times(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var (a, b, product) = (Int(left), Int(right), 0)
        while b > 0 {
            if b & 1 == 1 { product ^= a }
            a <<= 1
            if a & 0x100 != 0 { a ^= 0x11D }
            b >>= 1
        }
        return UInt8(product)
    }
}
