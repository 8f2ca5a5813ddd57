import Foundation
import Ports
import Synchronization

/// Threads of the store's own, each with one connection that it opens when it is first needed and again when it broke.
///
/// Reads and writes wait in one line; a thread that comes to a write takes others that wait with it
/// (``PostgreSQLGroup``). What began is not interrupted.
final class PostgreSQLThreads: Sendable {
    typealias Job = @Sendable (PostgreSQLThread) -> Void

    private struct State {
        var jobs = Line<Job>()
        var writes = Line<PostgreSQLWrite>()
        var arrivals: UInt64 = 0
        var isClosed = false
        var running: Int
    }

    private let state: Mutex<State>
    private let ready = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()

    /// - Parameter write: carries out what was taken together.
    init(
        count: Int, address: String,
        write: @escaping @Sendable ([PostgreSQLWrite], PostgreSQLThread) -> Void
    ) {
        state = Mutex(State(running: count))
        for number in 0..<count {
            ended.enter()
            let thread = Thread { [weak self] in
                let own = PostgreSQLThread(address: address)
                while let job = self?.take(write) { job(own) }
                own.close()
                self?.ended.leave()
            }
            thread.name = "postgresql-\(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// - Returns: false when the store is closed.
    func add(_ job: @escaping Job) -> Bool { add { $0.jobs.append(job, $1) } }
    func add(_ write: PostgreSQLWrite) -> Bool { add { $0.writes.append(write, $1) } }

    private func add(_ append: (inout State, UInt64) -> Void) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isClosed else { return false }
            state.arrivals += 1
            append(&state, state.arrivals)
            return true
        }
        if isTaken { ready.signal() }
        return isTaken
    }

    /// - Returns: nil when the store is closed and nothing waits any more.
    private func take(_ write: @escaping @Sendable ([PostgreSQLWrite], PostgreSQLThread) -> Void) -> Job? {
        while true {
            ready.wait()
            let (job, isOver) = state.withLock { state -> (Job?, Bool) in
                switch (state.jobs.arrivalOfFirst, state.writes.arrivalOfFirst) {
                case (nil, nil): return (nil, state.isClosed)  // taken with others
                case (let job?, let first) where job < first ?? .max: return (state.jobs.take(), false)
                default:
                    let group = PostgreSQLGroup.take(from: &state.writes)
                    return ({ write(group, $0) }, false)
                }
            }
            if let job { return job }
            if isOver { return nil }
        }
    }

    /// Waits for what was added before.
    func close() async {
        let count = state.withLock { state in
            defer { state.isClosed = true }
            return state.isClosed ? 0 : state.running
        }
        for _ in 0..<count { ready.signal() }
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
        if let link, !link.isBroken { return link }
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
    private var waiting: [(element: Element, arrival: UInt64)] = []
    private var next = 0

    var count: Int { waiting.count - next }
    var arrivalOfFirst: UInt64? { count > 0 ? waiting[next].arrival : nil }
    var first: Element? { count > 0 ? waiting[next].element : nil }

    mutating func append(_ element: Element, _ arrival: UInt64) { waiting.append((element, arrival)) }

    mutating func take() -> Element? {
        guard count > 0 else { return nil }
        let element = waiting[next].element
        next += 1
        if next > 256, next * 2 > waiting.count {
            waiting.removeFirst(next)
            next = 0
        }
        return element
    }
}
