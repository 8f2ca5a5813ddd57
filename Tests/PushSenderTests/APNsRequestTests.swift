import Administration
import Foundation
import Ports
import PushCertificates
import Testing

@testable import APNsPushSender

extension APNsTests {
    @Suite struct Requests {
        @Test func `a push is what Apple documents, and nothing else`() async throws {
            let now = Date(timeIntervalSince1970: 1_795_300_000.7)
            try await APNsTrial.run(configure: { $0.now = { now } }) { trial in
                let identity = try trial.pki.identity()
                let wakeUp = WakeUp(
                    token: [0xAB, 0xCD, 0x01] + [UInt8](repeating: 0xF0, count: 29),
                    pushMagic: Secret("say \"hi\" / 花\\"),
                    apnsID: "0f1d3d0e-5a0b-4f5e-9a0e-2a53f6b0c9e1")
                let outcomes = await trial.sender.wake([wakeUp], as: identity)
                #expect(outcomes == [.accepted(apnsID: wakeUp.apnsID)])
                let request = try #require(trial.server.requests.first)
                #expect(request.path == "/3/device/abcd01" + String(repeating: "f0", count: 29))
                #expect(request.body == #"{"mdm":"say \"hi\" / 花\\"}"#)
                #expect(request.certificate == identity.certificate.der)
                #expect(request.headers[":method"] == "POST")
                #expect(request.headers[":scheme"] == "https")
                #expect(request.headers["apns-topic"] == trial.pki.topic)
                #expect(request.headers["apns-push-type"] == "mdm")
                #expect(request.headers["apns-priority"] == "10")
                #expect(request.headers["apns-expiration"] == "1795904800")
                #expect(request.headers["apns-id"] == wakeUp.apnsID)
                #expect(
                    Set(request.headers.keys) == [
                        ":method", ":scheme", ":path", ":authority", "apns-topic", "apns-push-type", "apns-priority",
                        "apns-expiration", "apns-id",
                    ])
            }
        }

        @Test func `what APNs refuses for one device is that device's outcome`() async throws {
            try await APNsTrial.run(react: { request in
                switch request.body {
                case #"{"mdm":"magic-1"}"#:
                    .answer(410, #"{"reason":"Unregistered","timestamp":1795300000500}"#, headers: ["apns-id": "X"])
                case #"{"mdm":"magic-2"}"#:
                    .answer(429, #"{"reason":"TooManyRequests"}"#, headers: ["retry-after": "7"])
                case #"{"mdm":"magic-3"}"#: .answer(500, "<html>not JSON</html>")
                case #"{"mdm":"magic-4"}"#: .answer(400, #"{"reason":"<b>New</b>","timestamp":"soon"}"#)
                case #"{"mdm":"magic-5"}"#: .answer(400, String(repeating: "x", count: 100_000))
                default: .answer(200, headers: ["apns-id": "EC1BF194-B3B2-424A-89A9-5A918A6E6B5F"])
                }
            }) { trial in
                let outcomes = await trial.sender.wake(APNsTrial.wakeUps(6), as: try trial.pki.identity())
                #expect(
                    outcomes == [
                        .accepted(apnsID: "EC1BF194-B3B2-424A-89A9-5A918A6E6B5F"),
                        .refused(
                            status: 410, reason: "Unregistered", since: Date(timeIntervalSince1970: 1_795_300_000.5),
                            retryAfter: nil),
                        .refused(status: 429, reason: "TooManyRequests", since: nil, retryAfter: 7),
                        .refused(status: 500, reason: "", since: nil, retryAfter: nil),
                        .refused(status: 400, reason: "bNewb", since: nil, retryAfter: nil),
                        .refused(status: 400, reason: "", since: nil, retryAfter: nil),
                    ])
                #expect(trial.server.connections == 1)
            }
        }

        @Test func `nobody to wake is nothing to do`() async throws {
            try await APNsTrial.run { trial in
                let identity = try trial.pki.identity()
                #expect(await trial.sender.wake([], as: identity) == [])
                #expect(trial.server.connections == 0)
            }
        }
    }
}
