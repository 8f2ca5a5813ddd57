import Administration
import DeviceEndpoints
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ports
import PushCertificates
import Testing

@Suite struct ProofTests {
    @Test(
        arguments: [
            ("127.0.0.0/8", nil, nil, true), ("127.0.0.1", nil, nil, true), ("10.0.0.0/8", nil, nil, false),
            ("127.0.0.0/8", "told", "told", true), ("127.0.0.0/8", "told", "other", false),
            ("127.0.0.0/8", "told", nil, false), ("none", nil, nil, false),
        ] as [(String, String?, String?, Bool)])
    func `the certificate header counts from a trusted proxy only`(
        network: String, secret: String?, told: String?, isRead: Bool
    ) async throws {
        let bench = try await DeviceBench()
        try await bench.test(DeviceConfiguration(trusting: network, secret: secret)) { client in
            let identity = try await bench.issueIdentity()
            var headers: HTTPFields = [:]
            if let told { headers[.kizunaProxy] = told }
            let answer = try await DeviceBench.put(
                Bodies.message("Authenticate", from: "UDID-A"), to: bench.checkIn, as: identity, with: headers, client)
            #expect(answer.status == (isRead ? .ok : .badRequest))
        }
        let kept = try await bench.store.read { try $0.device(hardwareID: "UDID-A", in: bench.company.scope) }
        #expect((kept != nil) == isRead)
    }

    @Test func `no proof, or one that is no certificate or no signature, is answered 400`() async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            let identity = try await bench.enroll("UDID-A", client)
            let idle = Bodies.report("Idle", from: "UDID-A")
            let none = try await DeviceBench.put(idle, to: bench.connect, as: nil, client)
            #expect(none.status == .badRequest)
            for header in [":AAAA:", "certificate", ":\(identity.header):"] {
                let answer = try await DeviceBench.put(
                    idle, to: bench.connect, as: nil, with: [.clientCert: header], client)
                #expect(answer.status == .badRequest, "\(header.prefix(20))")
            }
            // A good header does not make up for a bad signature.
            for signature in ["MAA=", "%%%"] {
                let answer = try await DeviceBench.put(
                    idle, to: bench.connect, as: identity, with: [.mdmSignature: signature], client)
                #expect(answer.status == .badRequest, "\(signature)")
            }
            let good = try await DeviceBench.put(idle, to: bench.connect, as: identity, client)
            #expect(good.status == .ok)
        }
        #expect(try await bench.refusals().isEmpty, "anybody can send these")
    }

    @Test func `a device that names another is refused, and both hashes are in the log of both`() async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            let one = try await bench.enroll("UDID-A", client)
            let other = try await bench.enroll("UDID-B", client)
            let answer = try await DeviceBench.put(
                Bodies.tokenUpdate(from: "UDID-B"), to: bench.checkIn, as: one, client)
            #expect(answer.status == .badRequest)
            let refusals = try await bench.refusals()
            for (udid, bound) in [("UDID-A", one), ("UDID-B", other)] {
                let fields = refusals.first { $0.subject == udid }?.after ?? []
                #expect(fields.first { $0.name == "presented" }?.value == one.fingerprint.description, "\(udid)")
                #expect(fields.first { $0.name == "bound" }?.value == bound.fingerprint.description, "\(udid)")
            }
        }
    }

    @Test func `an unknown certificate is refused and written down, once a minute`() async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            for _ in 0..<3 {
                let stranger = try TestIdentity(at: bench.clock.now)
                let answer = try await DeviceBench.put(
                    Bodies.message("Authenticate", from: "UDID-A"), to: bench.checkIn, as: stranger, client)
                #expect(answer.status == .badRequest)
            }
            #expect(try await bench.refusals().count == 1)
            bench.clock.advance(days: 1)
            let last = try TestIdentity(at: bench.clock.now)
            _ = try await DeviceBench.put([], to: bench.connect, as: last, client)
            let fields = try await bench.refusals().flatMap(\.after)
            #expect(fields.contains { $0.name == "presented" && $0.value == last.fingerprint.description })
        }
    }
}
