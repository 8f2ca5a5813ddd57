import Foundation
import Ports
import Synchronization

/// One read as it waits. Exactly one of its closures is called in the end.
struct PostgreSQLJob: Sendable {
    let run: @Sendable (PostgreSQLThread) -> Void
    let fail: @Sendable (any Error) -> Void
}

/// Threads of the store's own, each with one connection that it opens when it is first needed and again when it broke.
///
/// Reads and writes wait in one line; a thread that comes to a write takes others that wait with it
/// (``PostgreSQLGroup``). Writes wait for each other in the database: two threads are kept for reads, which wait for
/// nobody there. What began is not interrupted; what has not begun within ``patience`` is refused, so that whoever asked
/// can ask again.
final class PostgreSQLThreads: Sendable {
    /// Longer than a write may wait for its turn (`lock_timeout`).
    static let patience = Duration.seconds(25)

    /// So many waiting writes for each thread that writes already call a further one, and so does one that has waited so
    /// long: those before it may wait for a lock.
    static let gathered = 8
    static let gathering = Duration.milliseconds(50)

    private struct State {
        var jobs = Line<PostgreSQLJob>()
        var writes = Line<PostgreSQLWrite>()
        var arrivals: UInt64 = 0
        var isClosed = false
        /// Threads that carry out writes.
        var writing = 0
        var reading = 0
    }

    private enum Choice {
        case run(PostgreSQLJob)
        case write([PostgreSQLWrite])
        case refuse([@Sendable (any Error) -> Void])
        case nothing
        case over
    }

    private let state = Mutex(State())
    /// Held with ``state``; signalled when something was added.
    private let changed = NSCondition()
    private let writers: Int
    private let readers: Int
    private let patience: Duration
    private let ended = DispatchGroup()

    /// - Parameters:
    ///   - count: at least two.
    ///   - write: carries out what was taken together.
    init(
        count: Int, address: String, patience: Duration = PostgreSQLThreads.patience,
        write: @escaping @Sendable ([PostgreSQLWrite], PostgreSQLThread) -> Void
    ) {
        writers = max(1, count - 2)
        readers = max(1, count - 1)
        self.patience = patience
        for number in 0..<count {
            ended.enter()
            let thread = Thread { [weak self] in
                let own = PostgreSQLThread(address: address)
                while let choice = self?.take() { self?.carryOut(choice, own, write) }
                own.close()
                self?.ended.leave()
            }
            thread.name = "postgresql-\(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// - Returns: false when the store is closed.
    func add(_ job: PostgreSQLJob) -> Bool {
        add {
            $0.jobs.append(job, $1)
            return true
        }
    }

    /// A write that is to wait for others wakes nobody, unless it is the first to wait: somebody must look at the clock for it.
    func add(_ write: PostgreSQLWrite) -> Bool {
        add {
            $0.writes.append(write, $1)
            return $0.writes.count == 1 || mayWrite($0)
        }
    }

    /// - Parameter append: answers whether there is something to do for a thread.
    private func add(_ append: (inout State, UInt64) -> Bool) -> Bool {
        changed.lock()
        defer { changed.unlock() }
        let wakes: Bool? = state.withLock { state in
            guard !state.isClosed else { return nil }
            state.arrivals += 1
            return append(&state, state.arrivals)
        }
        if wakes == true { changed.signal() }
        return wakes != nil
    }

    /// Waits for something to do.
    ///
    /// - Returns: nil when the store is closed and nothing waits any more.
    private func take() -> Choice? {
        changed.lock()
        defer { changed.unlock() }
        while true {
            let (choice, next, isMore) = state.withLock { (choose(&$0), nextLook($0), $0.writes.count > 0) }
            // It may have been the one that looked at the clock.
            if isMore, case .run = choice { changed.signal() }
            if isMore, case .write = choice { changed.signal() }
            switch choice {
            case .over: return nil
            case .nothing:
                if let next {
                    _ = changed.wait(until: Date(timeIntervalSinceNow: max(0.001, next / .seconds(1))))
                } else {
                    changed.wait()
                }
            case let choice: return choice
            }
        }
    }

    private func choose(_ state: inout State) -> Choice {
        let oldest = ContinuousClock.now - patience
        let late = state.jobs.take(before: oldest).map(\.fail) + state.writes.take(before: oldest).map(\.fail)
        guard late.isEmpty else { return .refuse(late) }
        let write = mayWrite(state) ? state.writes.arrivalOfFirst : nil
        switch (state.reading < readers ? state.jobs.arrivalOfFirst : nil, write) {
        case (nil, nil):
            // Who is at work looks here again.
            return state.isClosed ? .over : .nothing
        case (let job?, let write) where job < write ?? .max:
            guard let job = state.jobs.take() else { return .nothing }
            state.reading += 1
            return .run(job)
        default:
            state.writing += 1
            return .write(PostgreSQLGroup.take(from: &state.writes))
        }
    }

    /// Beginning and committing are a good part of what a write costs, so writes are better gathered than spread: two threads
    /// write at once what comes, a further one only when many wait for it, or the first one has waited.
    private func mayWrite(_ state: State) -> Bool {
        guard state.writing < writers else { return false }
        return state.writing < 2 || state.writes.count >= Self.gathered * state.writing
            || state.writes.ageOfFirst ?? .zero >= Self.gathering
    }

    /// After how long the same look may come to something else; nil: not before something is added or ends.
    private func nextLook(_ state: State) -> Duration? {
        var looks: [Duration] = []
        if let age = state.writes.ageOfFirst {
            looks.append(patience - age)
            if state.writing < writers, age < Self.gathering { looks.append(Self.gathering - age) }
        }
        if let age = state.jobs.ageOfFirst { looks.append(patience - age) }
        return looks.min()
    }

    private func carryOut(
        _ choice: Choice, _ thread: PostgreSQLThread,
        _ write: ([PostgreSQLWrite], PostgreSQLThread) -> Void
    ) {
        switch choice {
        case .nothing, .over: break
        case .run(let job):
            job.run(thread)
            state.withLock { $0.reading -= 1 }
        case .write(let group):
            write(group, thread)
            state.withLock { $0.writing -= 1 }
        case .refuse(let late):
            let reason = Self.tooLate(after: patience)
            for fail in late { fail(reason) }
        }
    }

    static func tooLate(after patience: Duration) -> StoreError {
        StoreError.unavailable(
            """
            this waited \(patience) for a connection to PostgreSQL and was not begun. Nothing was stored. The \
            database is overloaded, or another node holds it up: the same again in a moment is safe
            """)
    }

    private func endWaiting() {
        changed.lock()
        defer { changed.unlock() }
        state.withLock { $0.isClosed = true }
        changed.broadcast()
    }

    /// Waits for what was added before.
    func close() async {
        endWaiting()
        await withCheckedContinuation { continuation in
            ended.notify(queue: .global()) { continuation.resume() }
        }
    }
}

/// One thread's connection. Used by that thread alone.
final class PostgreSQLThread {
    private let address: String
    private var link: PostgreSQLLink?

    init(address: String) { self.address = address }

    func connected() throws -> PostgreSQLLink {
        if let link, !link.isBroken, (try? link.replanWhenDue()) != nil { return link }
        link = nil
        let made = try PostgreSQLLink(address)
        link = made
        return made
    }

    func drop() { link = nil }
    func close() { link = nil }
}

/// First come, first served.
struct Line<Element> {
    /// Nil once it was taken: what it holds may be large.
    private var waiting: [(element: Element?, arrival: UInt64, since: ContinuousClock.Instant)] = []
    private var next = 0

    var count: Int { waiting.count - next }
    var arrivalOfFirst: UInt64? { count > 0 ? waiting[next].arrival : nil }
    var ageOfFirst: Duration? { count > 0 ? ContinuousClock.now - waiting[next].since : nil }
    var first: Element? { count > 0 ? waiting[next].element : nil }

    mutating func append(_ element: Element, _ arrival: UInt64) { waiting.append((element, arrival, .now)) }

    /// Those that have waited since before an instant.
    mutating func take(before instant: ContinuousClock.Instant) -> [Element] {
        var taken: [Element] = []
        while count > 0, waiting[next].since < instant, let element = take() { taken.append(element) }
        return taken
    }

    mutating func take() -> Element? {
        guard count > 0 else { return nil }
        let element = waiting[next].element
        waiting[next].element = nil
        next += 1
        if next > 256, next * 2 > waiting.count {
            waiting.removeFirst(next)
            next = 0
        }
        return element
    }
}
