import Synchronization

/// How many proven requests of devices are worked on at once. Whoever comes beyond that is answered 503 and comes
/// again, instead of waiting in a line that grows faster than it is served.
///
/// Taken only after the proof: nobody without a certificate can take a device's seat.
final class Seats: Sendable {
    struct Taken: Error {}

    /// 256 devices at once are to be answered without an error; at 3,000 a second this line is a sixth of a second.
    static let usual = 512

    private let count: Int
    private let taken = Mutex(0)

    init(_ count: Int = usual) { self.count = count }

    func take() throws {
        try taken.withLock { taken in
            guard taken < count else { throw Taken() }
            taken += 1
        }
    }

    func leave() { taken.withLock { $0 -= 1 } }
}
