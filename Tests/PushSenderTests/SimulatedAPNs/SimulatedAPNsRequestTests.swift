import Foundation
import SimulatedAPNs
import SimulatedClock
import Testing

@Suite(.timeLimit(.minutes(10))) struct SimulatedAPNsRequestTests {
    @Test func `a right request is answered 200 with its own identifier and reaches the device`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let token = lab.service.issueToken(for: client.topic)
            let received = LockedBox<[PushNotification]>([])
            lab.service.connect(token) { notification in received.change { $0.append(notification) } }
            let provider = try await ProviderClient.connect(to: lab, as: client)
            let draft = PushDraft(token: token, topic: client.topic, magic: #"a\"b\u00e9\ud83d\ude00"#)
            let answer = try #require(try await provider.push(draft))
            #expect(answer.status == 200 && answer.body.isEmpty)
            #expect(answer.id == draft["apns-id"])
            #expect(received.value.map(\.pushMagic) == ["a\"bé😀"])
            #expect(received.value.first?.topic == client.topic && received.value.first?.id == draft["apns-id"])
            let stats = lab.service.stats
            #expect(stats.requests.outcomes == ["200": 1] && stats.requests.delivered == 1)
            #expect(stats.connections.last?.certificate?.serial == client.serial)
            #expect(stats.connections.last?.verdict == .accepted)
        }
    }

    @Test func `each rule that Apple documents has its answer`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let token = lab.service.issueToken(for: client.topic)
            let foreign = lab.service.issueToken(for: "com.apple.mgmt.External.other")
            let good = PushDraft(token: token, topic: client.topic)
            func path(_ text: String) -> PushDraft { good.with(":path", text) }
            let hex = token.map { String(format: "%02x", $0) }.joined()
            let rows: [(PushDraft, Int, String?)] = [
                (good, 200, nil),
                (good.with("apns-priority", "5"), 200, nil),
                (good.with("apns-priority", nil), 200, nil),
                (good.with("apns-expiration", "0"), 200, nil),
                (good.with("apns-expiration", nil), 200, nil),
                (good.with("apns-id", nil), 200, nil),
                (good.with("apns-collapse-id", String(repeating: "c", count: 64)), 200, nil),
                (good.with(body: " { \"mdm\" : \"x\" }\n"), 200, nil),
                (good.with(":method", "GET"), 405, "MethodNotAllowed"),
                (path("/"), 404, "BadPath"), (path("/2/device/" + hex), 404, "BadPath"),
                (path("/3/device/" + hex + "/"), 404, "BadPath"),
                (path("/3/device/"), 400, "MissingDeviceToken"),
                (path("/3/device/" + hex.uppercased()), 400, "BadDeviceToken"),
                (path("/3/device/" + hex.dropLast()), 400, "BadDeviceToken"),
                (
                    path("/3/device/" + Data(token).base64EncodedString().replacing("/", with: "_")), 400,
                    "BadDeviceToken"
                ),
                (path("/3/device/" + String(repeating: "0", count: 64)), 400, "BadDeviceToken"),
                (
                    path("/3/device/" + foreign.map { String(format: "%02x", $0) }.joined()), 400,
                    "DeviceTokenNotForTopic"
                ),
                (good.with("apns-id", "not-a-uuid"), 400, "BadMessageId"),
                (good.with("apns-id", UUID().uuidString), 400, "BadMessageId"),
                (good.with("apns-expiration", "soon"), 400, "BadExpirationDate"),
                (good.with("apns-expiration", "-1"), 400, "BadExpirationDate"),
                (good.with("apns-priority", "7"), 400, "BadPriority"),
                (good.with("apns-collapse-id", String(repeating: "c", count: 65)), 400, "BadCollapseId"),
                (good.with("apns-topic", nil), 400, "MissingTopic"),
                (good.with("apns-topic", ""), 400, "BadTopic"),
                (good.with("apns-topic", "com.apple.mgmt.External.other"), 400, "TopicDisallowed"),
                (good.with("apns-push-type", nil), 400, "InvalidPushType"),
                (good.with("apns-push-type", "alert"), 400, "InvalidPushType"),
                (good.with("authorization", "bearer x"), 403, "InvalidProviderToken"),
                (good.with(body: ""), 400, "PayloadEmpty"),
                (good.with(body: #"{"mdm":"x","aps":{}}"#), 400, "BadPayload"),
                (good.with(body: #"{"aps":{}}"#), 400, "BadPayload"),
                (good.with(body: #"{"mdm":1}"#), 400, "BadPayload"),
                (good.with(body: #"{"mdm":""}"#), 400, "BadPayload"),
                (good.with(body: #"{"mdm":"\ud800"}"#), 400, "BadPayload"),
                (good.with(body: #"{"mdm":"x"}}"#), 400, "BadPayload"),
                (good.with(body: #"{"mdm":"\#(String(repeating: "x", count: 4000))"}"#), 200, nil),
                (good.with(body: String(repeating: " ", count: 60_000)), 413, "PayloadTooLarge"),
            ]
            let provider = try await ProviderClient.connect(to: lab, as: client)
            for (draft, status, reason) in rows {
                let answer = try #require(try await provider.push(draft))
                #expect(answer.status == status && answer.reason == reason, "\(draft) got \(answer)")
                #expect(answer.id?.utf8.count == 36)
            }
            var twice = good
            twice.headers.append(("apns-priority", "10"))
            #expect(try await provider.push(twice)?.reason == "DuplicateHeaders")
        }
    }

    @Test func `a body of 4096 bytes is right and one of 4097 is too large`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let draft = PushDraft(token: lab.service.issueToken(for: client.topic), topic: client.topic)
            let provider = try await ProviderClient.connect(to: lab, as: client)
            let longest = #"{"mdm":"\#(String(repeating: "x", count: 4086))"}"#
            #expect(longest.utf8.count == 4096)
            #expect(try await provider.push(draft.with(body: longest))?.status == 200)
            #expect(try await provider.push(draft.with(body: longest + " "))?.reason == "PayloadTooLarge")
        }
    }

    @Test func `a retired token is 410 with the millisecond at which it ended`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let token = lab.service.issueToken(for: client.topic)
            lab.service.retire(token, at: Date(timeIntervalSince1970: 1_790_000_000.25))
            let provider = try await ProviderClient.connect(to: lab, as: client)
            let answer = try await provider.push(PushDraft(token: token, topic: client.topic))
            #expect(answer?.status == 410 && answer?.reason == "Unregistered")
            #expect(answer?.timestamp == 1_790_000_000_250)
        }
    }

    @Test func `too many pushes to one device within a minute of the Lab's clock are 429, and others go on`()
        async throws
    {
        try await LabFixture.run { lab in
            try lab.clock.set(to: Date(timeIntervalSince1970: 1_800_000_000))
            let client = try lab.authority.client(notBefore: Date(timeIntervalSince1970: 0))
            var behaviour = APNsBehaviour()
            behaviour.mostPushesPerDevicePerMinute = 2
            try await lab.service.setBehaviour(behaviour)
            let one = PushDraft(token: lab.service.issueToken(for: client.topic), topic: client.topic)
            let other = PushDraft(token: lab.service.issueToken(for: client.topic), topic: client.topic)
            let provider = try await ProviderClient.connect(to: lab, as: client)
            #expect(try await provider.push(one)?.status == 200)
            #expect(try await provider.push(one)?.status == 200)
            #expect(try await provider.push(one)?.reason == "TooManyRequests")
            #expect(try await provider.push(other)?.status == 200)
            try lab.clock.advance(bySeconds: 60)
            #expect(try await provider.push(one)?.status == 200)
            #expect(lab.service.stats.requests.duplicates == 1)
        }
    }
}
