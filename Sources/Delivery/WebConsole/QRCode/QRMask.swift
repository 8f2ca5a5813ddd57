/// One of the eight patterns that turn modules round, so that no place looks like a finder (§7.8).
struct QRMask: Sendable, Equatable {
    /// 0 to 7.
    let number: Int

    static let all = (0..<8).map(QRMask.init(number:))

    private init(number: Int) { self.number = number }

    func inverts(_ x: Int, _ y: Int) -> Bool {
        switch number {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }
}

extension QRMatrix {
    /// How hard it is to read, by the four rules of §7.8.3; less is better.
    var penalty: Int {
        let columns = rows.indices.map { x in rows.map { $0[x] } }
        let lines = rows + columns
        return lines.map { Self.runs(in: $0) + Self.finderLikes(in: $0) }.reduce(0, +) + blocks + balance
    }

    /// Five alike in a line cost 3, each further one 1 more.
    private static func runs(in line: [Bool]) -> Int {
        var cost = 0
        var length = 0
        var last: Bool?
        for module in line {
            length = module == last ? length + 1 : 1
            last = module
            if length == 5 { cost += 3 } else if length > 5 { cost += 1 }
        }
        return cost
    }

    /// 1011101 with four light ones at one side costs 40.
    private static func finderLikes(in line: [Bool]) -> Int {
        let core = [true, false, true, true, true, false, true]
        let light = [false, false, false, false]
        let (before, after) = (light + core, core + light)
        guard line.count >= before.count else { return 0 }
        return (0...line.count - before.count).reduce(0) { cost, start in
            let part = line[start..<start + before.count]
            return cost + (part.elementsEqual(before) || part.elementsEqual(after) ? 40 : 0)
        }
    }

    /// Each square of four alike costs 3.
    private var blocks: Int {
        var cost = 0
        for (upper, lower) in zip(rows, rows.dropFirst()) {
            for x in 1..<upper.count {
                let isAlike = upper[x] == upper[x - 1] && upper[x] == lower[x] && upper[x] == lower[x - 1]
                if isAlike { cost += 3 }
            }
        }
        return cost
    }

    /// Each 5 % of dark away from one half costs 10.
    private var balance: Int {
        let all = rows.count * rows.count
        let dark = rows.reduce(0) { $0 + $1.count { $0 } }
        return abs(dark * 20 - all * 10) / all * 10
    }
}
