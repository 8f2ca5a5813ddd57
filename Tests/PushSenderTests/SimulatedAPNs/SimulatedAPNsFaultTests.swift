import Foundation
import NIOHTTP2
import SimulatedAPNs
import Testing

@Suite(.timeLimit(.minutes(10))) struct SimulatedAPNsFaultTests {
    private struct Scene {
        let provider: ProviderClient
        let client: TestAuthority.Client
        let lab: LabFixture

        func drafts(_ count: Int) -> [PushDraft] {
            (0..<count).map { _ in PushDraft(token: lab.service.issueToken(for: client.topic), topic: client.topic) }
        }

        /// Everything that happens until `count` of them were seen, or the end.
        func events(_ count: Int) async -> [ProviderClient.Event] {
            var events: [ProviderClient.Event] = []
            while events.count < count {
                let event = await provider.next()
                if case .ready = event { continue }
                events.append(event)
                if event == .closed { break }
            }
            return events
        }
    }

    private func scene(_ body: (Scene) async throws -> Void) async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            try await body(
                Scene(provider: try await ProviderClient.connect(to: lab, as: client), client: client, lab: lab))
        }
    }

    private func statuses(_ events: [ProviderClient.Event]) -> [Int] {
        events.compactMap { if case .answer(let answer) = $0 { answer.status } else { nil } }
    }

    @Test func `the next answers are as ordered, with reason, timestamp and Retry-After, then it is well again`()
        async throws
    {
        try await scene { scene in
            try scene.lab.service.inject([
                APNsFault(.answer, count: 2, status: 503, reason: "ServiceUnavailable", retryAfterSeconds: 7),
                APNsFault(.answer, status: 410, reason: "ExpiredToken", timestampMilliseconds: 1_790_000_000_123),
            ])
            let answers = try await [
                scene.provider.push(scene.drafts(1)[0]), scene.provider.push(scene.drafts(1)[0]),
                scene.provider.push(scene.drafts(1)[0]), scene.provider.push(scene.drafts(1)[0]),
            ]
            #expect(answers.map { $0?.status } == [503, 503, 410, 200])
            #expect(answers[0]?.reason == "ServiceUnavailable" && answers[0]?.retryAfter == "7")
            #expect(answers[2]?.reason == "ExpiredToken" && answers[2]?.timestamp == 1_790_000_000_123)
            #expect(scene.lab.service.stats.faults.isEmpty)
        }
    }

    @Test func `a fault for one token leaves the others alone, and one without count lasts until cleared`() async throws
    {
        try await scene { scene in
            let sick = scene.lab.service.issueToken(for: scene.client.topic)
            try scene.lab.service.inject([
                APNsFault(.answer, count: nil, token: sick, status: 429, reason: "TooManyRequests")
            ])
            let draft = PushDraft(token: sick, topic: scene.client.topic)
            #expect(try await scene.provider.push(draft)?.status == 429)
            #expect(try await scene.provider.push(scene.drafts(1)[0])?.status == 200)
            #expect(try await scene.provider.push(draft)?.status == 429)
            scene.lab.service.clearFaults()
            #expect(try await scene.provider.push(draft)?.status == 200)
        }
    }

    @Test func `GOAWAY in the middle: earlier streams are answered, later ones not processed, then the end`()
        async throws
    {
        try await scene { scene in
            var behaviour = APNsBehaviour()
            behaviour.latencyMilliseconds = 30
            try await scene.lab.service.setBehaviour(behaviour)
            try scene.lab.service.inject([APNsFault(.goAway, after: 60)])
            try await scene.provider.send(scene.drafts(100))
            let events = await scene.events(1000)
            #expect(events.contains(.goAway(last: 119, text: #"{"reason":"Shutdown"}"#)))
            #expect(statuses(events) == Array(repeating: 200, count: 60))
            #expect(events.last == .closed)
            #expect(scene.lab.service.stats.requests.accepted == 60)
        }
    }

    @Test func `GOAWAY after so many streams of each connection answers all of them`() async throws {
        try await scene { scene in
            var behaviour = APNsBehaviour()
            behaviour.goAwayAfterStreams = 5
            behaviour.latencyMilliseconds = 5
            try await scene.lab.service.setBehaviour(behaviour)
            try await scene.provider.send(scene.drafts(8))
            let events = await scene.events(1000)
            #expect(statuses(events).count == scene.lab.service.stats.requests.accepted)
            #expect((5...8).contains(statuses(events).count))
            #expect(events.contains { if case .goAway = $0 { true } else { false } } && events.last == .closed)
        }
    }

    @Test func `streams are refused, reset, stalled or cut as ordered`() async throws {
        try await scene { scene in
            try scene.lab.service.inject([
                APNsFault(.refuseStream), APNsFault(.resetStream), APNsFault(.stall), APNsFault(.cut, after: 1),
            ])
            try await scene.provider.send(scene.drafts(3))
            #expect(
                await scene.events(2) == [
                    .reset(stream: 1, .refusedStream), .reset(stream: 3, .internalError),
                ])
            #expect(try await scene.provider.push(scene.drafts(1)[0])?.stream == 7)
            try await scene.provider.send(scene.drafts(2))
            #expect(await scene.events(1) == [.closed])
            let outcomes = scene.lab.service.stats.requests.outcomes
            #expect(outcomes == ["refused_stream": 1, "reset_stream": 1, "stalled": 1, "200": 1, "cut": 1])
            #expect(scene.lab.service.stats.requests.accepted == 2)
        }
    }

    @Test func `an answer can be lost after the device was told`() async throws {
        try await scene { scene in
            let token = scene.lab.service.issueToken(for: scene.client.topic)
            try scene.lab.service.inject([APNsFault(.loseAnswer)])
            #expect(try await scene.provider.push(PushDraft(token: token, topic: scene.client.topic)) == nil)
            #expect(scene.lab.service.waitingNotification(for: token) != nil)
        }
    }

    @Test func `a stalled service answers everything when it goes on`() async throws {
        try await scene { scene in
            var behaviour = APNsBehaviour()
            behaviour.isStalled = true
            try await scene.lab.service.setBehaviour(behaviour)
            try await scene.provider.send(scene.drafts(3))
            behaviour.isStalled = false
            try await scene.lab.service.setBehaviour(behaviour)
            #expect(statuses(await scene.events(3)) == [200, 200, 200])
        }
    }

    @Test func `the stream limit is announced, and a change of it too`() async throws {
        try await LabFixture.run { lab in
            var behaviour = APNsBehaviour()
            behaviour.maximumConcurrentStreams = 20
            try await lab.service.setBehaviour(behaviour)
            let provider = try await ProviderClient.connect(to: lab, as: try lab.authority.client())
            #expect(await provider.next() == .ready(maximumStreams: 20))
            behaviour.maximumConcurrentStreams = 1
            try await lab.service.setBehaviour(behaviour)
            #expect(await provider.next() == .ready(maximumStreams: 1))
        }
    }

    @Test func `latency delays the answers of a burst together, not one after the other`() async throws {
        try await scene { scene in
            var behaviour = APNsBehaviour()
            behaviour.latencyMilliseconds = 800
            try await scene.lab.service.setBehaviour(behaviour)
            let begun = ContinuousClock.now
            try await scene.provider.send(scene.drafts(20))
            #expect(statuses(await scene.events(20)).count == 20)
            #expect(ContinuousClock.now - begun >= .milliseconds(795))
            #expect(scene.lab.service.stats.requests.mostAtOnce > 10)
        }
    }

    @Test func `without network connections are cut and refused; afterwards the same port answers again`() async throws
    {
        try await scene { scene in
            var behaviour = APNsBehaviour()
            behaviour.network = .refusing
            try await scene.lab.service.setBehaviour(behaviour)
            #expect(await scene.events(1) == [.closed])
            await #expect(throws: (any Error).self) {
                _ = try await ProviderClient.connect(to: scene.lab, as: scene.client)
            }
            try await scene.lab.service.setBehaviour(APNsBehaviour())
            let again = try await ProviderClient.connect(to: scene.lab, as: scene.client)
            #expect(try await again.push(scene.drafts(1)[0])?.status == 200)
            #expect(scene.lab.service.stats.port == scene.lab.port)
        }
    }

    @Test func `in a silent network nothing comes back until it is up again, and no byte is lost`() async throws {
        try await scene { scene in
            #expect(try await scene.provider.push(scene.drafts(1)[0])?.status == 200)
            var behaviour = APNsBehaviour()
            behaviour.network = .silent
            try await scene.lab.service.setBehaviour(behaviour)
            try await scene.provider.send(scene.drafts(2))
            let late = try await ProviderClient.connect(to: scene.lab, as: scene.client)
            try await late.send(scene.drafts(1))
            #expect(scene.lab.service.stats.requests.total == 1)
            try await scene.lab.service.setBehaviour(APNsBehaviour())
            #expect(statuses(await scene.events(2)) == [200, 200])
            #expect(await late.nextAnswer()?.status == 200)
        }
    }

    @Test func `an idle connection is told so`() async throws {
        try await scene { scene in
            #expect(try await scene.provider.push(scene.drafts(1)[0])?.status == 200)
            var behaviour = APNsBehaviour()
            behaviour.idleTimeoutSeconds = 1
            try await scene.lab.service.setBehaviour(behaviour)
            #expect(await scene.events(2) == [.goAway(last: 1, text: #"{"reason":"IdleTimeout"}"#), .closed])
        }
    }

    @Test func `all connections can be told to go, or cut, at once`() async throws {
        try await scene { scene in
            #expect(try await scene.provider.push(scene.drafts(1)[0])?.status == 200)
            await scene.lab.service.goAway()
            #expect(await scene.events(2) == [.goAway(last: 1, text: #"{"reason":"Shutdown"}"#), .closed])
            let next = try await ProviderClient.connect(to: scene.lab, as: scene.client)
            #expect(try await next.push(scene.drafts(1)[0])?.status == 200)
            await scene.lab.service.cutConnections()
            #expect(await next.next() == .closed)
        }
    }

    @Test func `behaviour and faults are JSON with defaults, and say what is wrong with them`() throws {
        let decoder = JSONDecoder()
        let partial = try decoder.decode(APNsBehaviour.self, from: Data(#"{"latency_ms":20,"network":"silent"}"#.utf8))
        #expect(partial.latencyMilliseconds == 20 && partial.network == .silent)
        #expect(partial.maximumConcurrentStreams == APNsBehaviour().maximumConcurrentStreams)
        let whole = try decoder.decode(APNsBehaviour.self, from: try JSONEncoder().encode(partial))
        #expect(whole == partial)
        for wrong in [#"{"latency":20}"#, #"{"latency_ms":-1}"#, #"{"network":"odd"}"#] {
            #expect(throws: (any Error).self) { try decoder.decode(APNsBehaviour.self, from: Data(wrong.utf8)) }
        }
        let fault = try decoder.decode(
            APNsFault.self, from: Data(#"{"kind":"answer","status":503,"retry_after":2,"count":null}"#.utf8))
        #expect(fault == APNsFault(.answer, count: nil, status: 503, retryAfterSeconds: 2))
        for wrong in [#"{"kind":"answer"}"#, #"{"kind":"cut","count":0}"#, #"{"kind":"cut","token":"XY"}"#] {
            #expect(throws: (any Error).self) { try decoder.decode(APNsFault.self, from: Data(wrong.utf8)) }
        }
    }
}
