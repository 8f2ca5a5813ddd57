import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// Runs a task's jobs on one event loop, so that a request is read, answered and written on one thread.
///
/// Only for work that does not block: whatever waits for the store waits for its threads and comes back.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

/// One executor for each loop, made when it is asked for first. Loops are as many as cores.
final class LoopExecutors: Sendable {
    private let executors = Mutex<[ObjectIdentifier: LoopExecutor]>([:])

    func executor(of loop: any EventLoop) -> LoopExecutor {
        executors.withLock { executors in
            let id = ObjectIdentifier(loop)
            if let known = executors[id] { return known }
            let made = LoopExecutor(loop)
            executors[id] = made
            return made
        }
    }
}

/// Connections whose requests are answered on the loop that they came by.
struct OnItsLoop<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let executors: LoopExecutors

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(executors.executor(of: value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}
