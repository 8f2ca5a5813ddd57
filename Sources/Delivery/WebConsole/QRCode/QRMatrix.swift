/// The square while it is drawn: function patterns first, then data in its zigzag, then format.
struct QRMatrix {
    let version: QRVersion
    private(set) var rows: [[Bool]]
    /// Modules that no data may use.
    private var isReserved: [[Bool]]
    private var size: Int { version.size }

    init(version: QRVersion) {
        self.version = version
        let side = version.size
        rows = Array(repeating: Array(repeating: false, count: side), count: side)
        isReserved = rows
        drawTiming()
        for (x, y) in [(3, 3), (side - 4, 3), (3, side - 4)] { drawFinder(x, y) }
        drawAlignments()
        reserveFormat()
        if version.number >= 7 { drawVersion() }
    }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        guard rows.indices.contains(y), rows.indices.contains(x) else { return }
        rows[y][x] = isDark
        isReserved[y][x] = true
    }

    private mutating func drawTiming() {
        for place in 0..<size {
            set(6, place, place % 2 == 0)
            set(place, 6, place % 2 == 0)
        }
    }

    /// With its light separator.
    private mutating func drawFinder(_ x: Int, _ y: Int) {
        for dy in -4...4 {
            for dx in -4...4 {
                let ring = max(abs(dx), abs(dy))
                set(x + dx, y + dy, ring != 2 && ring != 4)
            }
        }
    }

    private mutating func drawAlignments() {
        let centres = version.alignmentCentres
        guard let first = centres.first, let last = centres.last else { return }
        for x in centres {
            for y in centres where ![(first, first), (first, last), (last, first)].contains(where: { $0 == (x, y) }) {
                for dy in -2...2 {
                    for dx in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) }
                }
            }
        }
    }

    private mutating func reserveFormat() {
        for (x, y) in formatPlaces.flatMap({ [$0.0, $0.1] }) { set(x, y, false) }
        set(8, size - 8, true)
    }

    /// Both places of each of the 15 bits, least significant first (figure 25).
    private var formatPlaces: [((Int, Int), (Int, Int))] {
        (0..<15).map { bit in
            let corner: (Int, Int) =
                switch bit {
                case 0...5: (8, bit)
                case 6: (8, 7)
                case 7: (8, 8)
                case 8: (7, 8)
                default: (14 - bit, 8)
                }
            return (corner, bit < 8 ? (size - 1 - bit, 8) : (8, size - 15 + bit))
        }
    }

    /// Version in 6 bits with 12 of correction (annex D).
    private mutating func drawVersion() {
        var remainder = version.number
        for _ in 0..<12 { remainder = remainder << 1 ^ (remainder >> 11) * 0x1F25 }
        let bits = version.number << 12 | remainder
        for bit in 0..<18 {
            let (a, b) = (size - 11 + bit % 3, bit / 3)
            set(a, b, bits >> bit & 1 == 1)
            set(b, a, bits >> bit & 1 == 1)
        }
    }

    /// Level M is 00; 3 bits of mask, 10 of correction, then the mask of annex C.
    static func formatBits(_ mask: QRMask) -> Int {
        var remainder = mask.number
        for _ in 0..<10 { remainder = remainder << 1 ^ (remainder >> 9) * 0x537 }
        return (mask.number << 10 | remainder) ^ 0x5412
    }

    mutating func placeFormat(mask: QRMask) {
        let bits = Self.formatBits(mask)
        for (bit, places) in formatPlaces.enumerated() {
            set(places.0.0, places.0.1, bits >> bit & 1 == 1)
            set(places.1.0, places.1.1, bits >> bit & 1 == 1)
        }
        set(8, size - 8, true)
    }

    /// Two columns at a time from the right, up and down in turn; the timing column is skipped (§7.7.3).
    mutating func place(_ codewords: [UInt8], mask: QRMask) {
        var bit = 0
        for (x, y) in zigzag where !isReserved[y][x] {
            let isDark = bit < codewords.count * 8 && codewords[bit / 8] >> (7 - bit % 8) & 1 == 1
            rows[y][x] = isDark != mask.inverts(x, y)
            bit += 1
        }
    }

    private var zigzag: [(Int, Int)] {
        var places: [(Int, Int)] = []
        var right = size - 1
        var isUpward = true
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<size {
                let y = isUpward ? size - 1 - step : step
                places += [(right, y), (right - 1, y)]
            }
            isUpward.toggle()
            right -= 2
        }
        return places
    }
}
