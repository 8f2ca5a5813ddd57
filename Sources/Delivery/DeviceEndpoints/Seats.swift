import Synchronization

/// How many proven requests of devices are worked on at once. Whoever comes beyond that is answered 503 and comes
/// again, instead of waiting in a line that grows faster than it is served.
///
/// A device's seat is taken only when it is known whose certificate it is: anybody can make one. To find that out there is
/// a smaller number of places of their own, which strangers may fill; devices that memory knows pass them by.
final class Seats: Sendable {
    struct Taken: Error {}

    /// 256 devices at once are to be answered without an error; at 3,000 a second this line is a sixth of a second.
    static let usual = 512
    /// 256 devices at once are to be answered without an error after a start too, when memory knows none.
    static let doorstep = 256

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
