import Synchronization

/// Counts what happens in this process, from any thread: one atomic addition, no lock, nothing allocated.
public final class Counter: Sendable {
    private let count = Atomic<UInt64>(0)

    public init() {}

    public func add(_ more: UInt64 = 1) { count.wrappingAdd(more, ordering: .relaxed) }

    public var value: UInt64 { count.load(ordering: .relaxed) }
}

/// One counter for each of a few values of one label, all of them known from the start: a scrape shows zero for what
/// has not happened yet, and nothing that comes from outside can make a new one.
public struct CounterFamily: Sendable {
    /// Where everything goes that has no counter of its own.
    public static let otherLabel = "other"

    private let counters: [String: Counter]
    private let other = Counter()
    /// In the order in which they are written.
    private let labels: [String]

    public init(_ labels: [String]) {
        self.labels = labels
        counters = Dictionary(labels.map { ($0, Counter()) }, uniquingKeysWith: { one, _ in one })
    }

    public func add(_ label: String, _ more: UInt64 = 1) { (counters[label] ?? other).add(more) }

    public func value(_ label: String) -> UInt64 { (counters[label] ?? other).value }

    /// ``otherLabel`` last.
    public var values: [(label: String, value: UInt64)] {
        labels.map { ($0, counters[$0]?.value ?? 0) } + [(Self.otherLabel, other.value)]
    }
}
