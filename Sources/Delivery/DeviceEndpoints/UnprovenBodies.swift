import Synchronization

/// How much of request bodies is in memory before anybody has proved whose they are.
///
/// Anyone who reaches the listener can send. One body is bounded by its own limit, all of them together here: beyond
/// it a request is answered 503, and the device comes again. A device's everyday messages are smaller than what is
/// free, so that somebody else's large ones do not stand in their way.
final class UnprovenBodies: Sendable {
    /// Bytes of each body that are not counted.
    static let free = 16 * 1024

    struct NoRoom: Error {}

    private let limit: Int
    private let held = Mutex(0)

    /// - Parameter limit: bytes of all bodies together, beyond what is ``free``.
    init(limit: Int = 64 * 1_048_576) { self.limit = limit }

    var heldBytes: Int { held.withLock { $0 } }

    private func take(_ bytes: Int) -> Bool {
        held.withLock { held in
            guard held + bytes <= limit else { return false }
            held += bytes
            return true
        }
    }

    /// What one body takes; given back by ``leave()``, and at the latest with the object.
    final class Place: Sendable {
        private let all: UnprovenBodies
        private let counted = Mutex(0)

        init(_ all: UnprovenBodies) { self.all = all }

        deinit { leave() }

        /// - Parameter bytes: of the body so far, with those that are about to be kept.
        func hold(_ bytes: Int) throws {
            let more = max(0, bytes - UnprovenBodies.free)
            try counted.withLock { counted in
                guard more > counted else { return }
                guard all.take(more - counted) else { throw NoRoom() }
                counted = more
            }
        }

        func leave() {
            counted.withLock { counted in
                all.held.withLock { $0 -= counted }
                counted = 0
            }
        }
    }
}
