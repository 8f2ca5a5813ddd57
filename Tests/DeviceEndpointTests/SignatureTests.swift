import Administration
import DeviceEndpoints
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ports
import Testing

/// `Mdm-Signature`: over exactly this body, by one certificate, and by the same as in any other proof.
@Suite struct SignatureTests {
    /// Nobody's word is taken here: the signature alone counts.
    private static let alone = DeviceConfiguration(trusting: "none")

    @Test func `a signature over this body is proof enough`() async throws {
        let bench = try await DeviceBench()
        try await bench.test(Self.alone) { client in
            let identity = try await bench.issueIdentity()
            for body in [Bodies.message("Authenticate", from: "UDID-A"), Bodies.tokenUpdate(from: "UDID-A")] {
                var signature = try identity.signature(over: body, at: bench.clock.now)
                // A blank is what becomes of a line break on the way.
                signature.insert(" ", at: signature.index(signature.startIndex, offsetBy: 64))
                let answer = try await DeviceBench.put(
                    body, to: bench.checkIn, as: nil, with: [.mdmSignature: signature], client)
                #expect(answer.status == .ok)
            }
        }
    }

    @Test func `a signature over another body is refused, however near`() async throws {
        let bench = try await DeviceBench()
        let body = Bodies.message("Authenticate", from: "UDID-A")
        try await bench.test(Self.alone) { client in
            let identity = try await bench.issueIdentity()
            let now = bench.clock.now
            let good = try identity.signature(over: body, at: now)
            let signatures = [
                try identity.signature(over: Bodies.message("Authenticate", from: "UDID-B"), at: now),
                try identity.signature(over: body + [0x0a], at: now), try identity.signature(over: [], at: now),
                try identity.signature(over: body, at: now, isDetached: false),
                String(good.dropLast(8)), "", ":\(good):", good + good,
                String(repeating: "A", count: 65_540),
            ]
            for (index, signature) in signatures.enumerated() {
                let answer = try await DeviceBench.put(
                    body, to: bench.checkIn, as: nil, with: [.mdmSignature: signature], client)
                #expect(answer.status == .badRequest, "signature \(index)")
            }
            var two = HTTPFields([HTTPField(name: .mdmSignature, value: good)])
            two.append(HTTPField(name: .mdmSignature, value: good))
            let answer = try await DeviceBench.put(body, to: bench.checkIn, as: nil, with: two, client)
            #expect(answer.status == .badRequest, "two header lines")
        }
        let kept = try await bench.store.read { try $0.device(hardwareID: "UDID-A", in: bench.company.scope) }
        #expect(kept == nil)
    }

    @Test func `proxy and signature must name one certificate`() async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            let one = try await bench.enroll("UDID-A", client)
            let other = try await bench.enroll("UDID-B", client)
            let idle = Bodies.report("Idle", from: "UDID-A")
            for (told, signer, status) in [
                (one, other, HTTPResponse.Status.badRequest), (other, one, .badRequest), (one, one, .ok),
            ] {
                let signature = try signer.signature(over: idle, at: bench.clock.now)
                let answer = try await DeviceBench.put(
                    idle, to: bench.connect, as: told, with: [.mdmSignature: signature], client)
                #expect(answer.status == status)
            }
        }
    }
}
