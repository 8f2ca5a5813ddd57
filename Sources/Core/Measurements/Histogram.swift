import Synchronization

/// How long something takes, in buckets: three atomic additions for each observation, no lock, nothing allocated.
public final class Histogram: Sendable {
    /// Upper bounds in seconds, ascending; the last bucket, without a bound, is not among them.
    public let bounds: [Double]
    private let boundsInNanoseconds: [UInt64]
    private let buckets: [Counter]
    private let nanoseconds = Counter()

    public init(bounds: [Double]) {
        self.bounds = bounds
        boundsInNanoseconds = bounds.map { UInt64($0 * 1e9) }
        buckets = (0...bounds.count).map { _ in Counter() }
    }

    public func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        observe(nanoseconds: UInt64(max(0, seconds)) &* 1_000_000_000 &+ UInt64(max(0, attoseconds) / 1_000_000_000))
    }

    public func observe(nanoseconds spent: UInt64) {
        var bucket = 0
        while bucket < boundsInNanoseconds.count, spent > boundsInNanoseconds[bucket] { bucket += 1 }
        buckets[bucket].add()
        nanoseconds.add(spent)
    }

    public struct Reading: Sendable, Equatable {
        /// Observations up to each bound, cumulative; the last is all of them.
        public let cumulative: [UInt64]
        public let sumSeconds: Double
    }

    /// While others observe, the sum may be ahead of the buckets by what is under way.
    public var reading: Reading {
        var total: UInt64 = 0
        let cumulative = buckets.map { bucket -> UInt64 in
            total &+= bucket.value
            return total
        }
        return Reading(cumulative: cumulative, sumSeconds: Double(nanoseconds.value) / 1e9)
    }
}
