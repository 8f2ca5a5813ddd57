import NIOCore
import Ports
import Synchronization

/// A connection to APNs that has finished TLS and has seen APNs' SETTINGS.
final class Connection: Sendable {
    /// What this connection presents.
    let fact: WireFact

    private let channel: any Channel
    private let streams: NIOLoopBound<PushStreams>
    private let standing: Standing

    init(fact: WireFact, channel: any Channel, streams: NIOLoopBound<PushStreams>, standing: Standing) {
        self.fact = fact
        self.channel = channel
        self.streams = streams
        self.standing = standing
    }

    var acceptsStreams: Bool { standing.acceptsStreams }
    var isClosed: Bool { !channel.isActive }

    /// Takes these over; the wave hears of every one of them, sooner or later.
    func submit(_ wave: Wave, _ indexes: [Int]) {
        channel.eventLoop.execute { [streams] in streams.value.submit(Batch(wave: wave, indexes: indexes)) }
    }

    /// Begins nothing new; closes after the last answer.
    func retire() {
        standing.stopAccepting()
        channel.eventLoop.execute { [streams] in streams.value.drain(.connectionLost("replaced by another connection"))
        }
    }

    /// Like ``retire()``, but waits for the end, and not for long.
    func close() async {
        standing.stopAccepting()
        channel.eventLoop.execute { [streams] in streams.value.sayFarewell() }
        try? await channel.closeFuture.get()
    }
}

/// Whether a connection takes new requests, for all threads to see.
final class Standing: Sendable {
    private let accepting = Atomic<Bool>(true)

    var acceptsStreams: Bool { accepting.load(ordering: .acquiring) }
    func stopAccepting() { accepting.store(false, ordering: .releasing) }
}

/// Wake-ups of one wave that wait on one connection.
struct Batch {
    let wave: Wave
    private var waiting: ArraySlice<Int>

    init(wave: Wave, indexes: [Int]) {
        self.wave = wave
        waiting = indexes[...]
    }

    var isEmpty: Bool { waiting.isEmpty }
    var indexes: [Int] { Array(waiting) }
    mutating func next() -> Int? { waiting.popFirst() }
}
