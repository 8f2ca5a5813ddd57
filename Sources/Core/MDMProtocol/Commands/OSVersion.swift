/// A version like `26.1` or `10.13.6`, compared number by number.
struct OSVersion: Comparable {
    private let numbers: [Int]

    /// Nil when it does not begin with a number; what follows the first odd part is left out.
    init?(_ text: String) {
        var numbers: [Int] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false).prefix(4) {
            guard let number = Int(part), number >= 0 else { break }
            numbers.append(number)
        }
        guard !numbers.isEmpty else { return nil }
        self.numbers = numbers
    }

    static func < (one: OSVersion, other: OSVersion) -> Bool {
        for place in 0..<max(one.numbers.count, other.numbers.count) {
            let left = place < one.numbers.count ? one.numbers[place] : 0
            let right = place < other.numbers.count ? other.numbers[place] : 0
            if left != right { return left < right }
        }
        return false
    }

    static func == (one: OSVersion, other: OSVersion) -> Bool { !(one < other) && !(other < one) }
}
