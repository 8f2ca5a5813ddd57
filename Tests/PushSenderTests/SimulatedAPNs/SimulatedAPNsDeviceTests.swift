import Foundation
import SimulatedAPNs
import SimulatedClock
import Testing

@Suite(.timeLimit(.minutes(10))) struct SimulatedAPNsDeviceTests {
    @Test func `a device that was away gets the latest notification only, once`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let token = lab.service.issueToken(for: client.topic)
            let provider = try await ProviderClient.connect(to: lab, as: client)
            for magic in ["one", "two", "three"] {
                let draft = PushDraft(token: token, topic: client.topic, magic: magic)
                #expect(try await provider.push(draft)?.status == 200)
            }
            let received = LockedBox<[String]>([])
            lab.service.connect(token) { notification in received.change { $0.append(notification.pushMagic) } }
            #expect(received.value == ["three"])
            lab.service.disconnect(token)
            lab.service.connect(token) { notification in received.change { $0.append(notification.pushMagic) } }
            #expect(received.value == ["three"])
            let requests = lab.service.stats.requests
            #expect(requests.accepted == 3 && requests.replaced == 2 && requests.delivered == 1)
            #expect(requests.duplicates == 2)
        }
    }

    @Test func `what waits is lost when it expires by the Lab's clock, and expiration 0 is never kept`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let (kept, never) = (lab.service.issueToken(for: client.topic), lab.service.issueToken(for: client.topic))
            let provider = try await ProviderClient.connect(to: lab, as: client)
            let soon = String(Int(lab.clock.now.timeIntervalSince1970) + 3600)
            let draft = PushDraft(token: kept, topic: client.topic).with("apns-expiration", soon)
            #expect(try await provider.push(draft)?.status == 200)
            let once = PushDraft(token: never, topic: client.topic).with("apns-expiration", "0")
            #expect(try await provider.push(once)?.status == 200)
            #expect(lab.service.waitingNotification(for: kept) != nil)
            #expect(lab.service.waitingNotification(for: never) == nil)
            try lab.clock.advance(bySeconds: 3700)
            let received = LockedBox<[String]>([])
            lab.service.connect(kept) { notification in received.change { $0.append(notification.id) } }
            #expect(received.value.isEmpty)
            #expect(lab.service.stats.tokens.waiting == 0)
        }
    }

    @Test func `tokens may have other lengths, come back from an earlier run, and end`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let long = lab.service.issueToken(for: client.topic, length: 100)
            #expect(long.count == 100)
            #expect(lab.service.register([1, 2, 3, 4, 5, 6, 7, 8], for: client.topic))
            #expect(!lab.service.register(long, for: "com.apple.mgmt.External.other"))
            let provider = try await ProviderClient.connect(to: lab, as: client)
            #expect(try await provider.push(PushDraft(token: long, topic: client.topic))?.status == 200)
            lab.service.retire(long)
            #expect(lab.service.waitingNotification(for: long) == nil)
            let answer = try await provider.push(PushDraft(token: long, topic: client.topic))
            #expect(answer?.status == 410)
            let timestamp = try #require(answer?.timestamp)
            #expect(abs(Double(timestamp) / 1000 - lab.clock.now.timeIntervalSince1970) < 60)
            #expect(lab.service.stats.tokens.issued == 2 && lab.service.stats.tokens.retired == 1)
        }
    }

    @Test func `a hundred thousand tokens and ten thousand devices online are no burden`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let tokens = (0..<100_000).map { _ in lab.service.issueToken(for: client.topic) }
            let delivered = LockedBox(0)
            for token in tokens.prefix(10_000) { lab.service.connect(token) { _ in delivered.change { $0 += 1 } } }
            let provider = try await ProviderClient.connect(to: lab, as: client)
            let drafts = stride(from: 0, to: 100_000, by: 500).map { PushDraft(token: tokens[$0], topic: client.topic) }
            try await provider.send(drafts)
            for _ in drafts { #expect(await provider.nextAnswer()?.status == 200) }
            #expect(delivered.value == 20)
            #expect(lab.service.stats.tokens.waiting == 180 && lab.service.stats.tokens.online == 10_000)
        }
    }

    @Test func `the journal keeps the last requests and no more, and statistics are JSON`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let draft = PushDraft(token: lab.service.issueToken(for: client.topic), topic: client.topic)
            let provider = try await ProviderClient.connect(to: lab, as: client)
            for _ in 0..<3 {
                try await provider.send((0..<200).map { _ in draft.with("apns-id", UUID().uuidString.lowercased()) })
                for _ in 0..<200 { _ = await provider.nextAnswer() }
            }
            let last = draft.with(":path", "/nowhere")
            _ = try await provider.push(last)
            let stats = lab.service.stats
            #expect(stats.journal.count == APNsJournal.mostEntries)
            #expect(stats.journal.last?.outcome == "404 BadPath" && stats.journal.last?.id == draft["apns-id"])
            #expect(stats.requests.total == 601 && stats.connections.last?.requests == 601)
            let json = String(decoding: try JSONEncoder().encode(stats), as: UTF8.self)
            #expect(json.contains(#""connections_ever":1"#) && !json.contains("MAGIC"))
            lab.service.forgetCounters()
            #expect(lab.service.stats.requests.outcomes.isEmpty && lab.service.stats.journal.isEmpty)
        }
    }
}
