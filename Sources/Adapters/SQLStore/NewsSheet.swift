import Enrollments
import Ports

/// The news of one transaction as lines of text, such as `w 01a1… 01a2…`.
struct NewsSheet {
    /// More of one kind are told as ``StoreNews/everything``.
    static let mostOfOneKind = 1_000
    private static let perLine = 100

    private var work: Set<EnrollmentID> = []
    private var enrollments: Set<EnrollmentID> = []
    private var rings = false
    private var isAll = false

    var isEmpty: Bool { work.isEmpty && enrollments.isEmpty && !rings && !isAll }

    mutating func add(_ news: StoreNews) {
        switch news {
        case .work(let id): if work.count <= Self.mostOfOneKind { work.insert(id) }
        case .enrollment(let id): if enrollments.count <= Self.mostOfOneKind { enrollments.insert(id) }
        case .wakeUp: rings = true
        case .everything: isAll = true
        case .lost, .resumed: break
        }
    }

    var lines: [String] {
        var lines = rings ? ["r"] : []
        let isTooLong = work.count > Self.mostOfOneKind || enrollments.count > Self.mostOfOneKind
        guard !isAll, !isTooLong else { return lines + ["*"] }
        for (letter, ids) in [("e", enrollments), ("w", work)] {
            let sorted = ids.map(\.description).sorted()
            for start in stride(from: 0, to: sorted.count, by: Self.perLine) {
                lines.append(
                    ([letter] + sorted[start..<min(start + Self.perLine, sorted.count)]).joined(separator: " "))
            }
        }
        return lines
    }

    /// A line that is not understood comes from a newer version: everything may have changed.
    static func read(_ news: SQLNews) -> [StoreNews] {
        switch news {
        case .lost: return [.lost]
        case .resumed: return [.resumed]
        case .line(let line):
            let words = line.split(separator: " ")
            let ids = words.dropFirst().map { EnrollmentID(stored: String($0)) }
            switch words.first {
            case "r": return [.wakeUp]
            case "w": return ids.map { .work($0) }
            case "e": return ids.map { .enrollment($0) }
            default: return [.everything]
            }
        }
    }
}
