import Foundation
import Ports
import Synchronization

/// Threads of the store's own, each with one connection that it opens when it is first needed and again when it broke.
///
/// Jobs wait in one line; a job that began is not interrupted.
final class PostgreSQLThreads: Sendable {
    typealias Job = @Sendable (PostgreSQLThread) -> Void

    private struct State {
        var jobs: [Job] = []
        var next = 0
        var isClosed = false
        var running: Int
    }

    private let state: Mutex<State>
    private let ready = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()

    init(count: Int, address: String) {
        state = Mutex(State(running: count))
        for number in 0..<count {
            ended.enter()
            let thread = Thread { [weak self] in
                let own = PostgreSQLThread(address: address)
                while let job = self?.take() { job(own) }
                own.close()
                self?.ended.leave()
            }
            thread.name = "postgresql-\(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// - Returns: false when the store is closed.
    func add(_ job: @escaping Job) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isClosed else { return false }
            state.jobs.append(job)
            return true
        }
        if isTaken { ready.signal() }
        return isTaken
    }

    private func take() -> Job? {
        ready.wait()
        return state.withLock { state in
            guard state.next < state.jobs.count else { return nil }  // closed
            let job = state.jobs[state.next]
            state.next += 1
            if state.next > 256, state.next * 2 > state.jobs.count {
                state.jobs.removeFirst(state.next)
                state.next = 0
            }
            return job
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
