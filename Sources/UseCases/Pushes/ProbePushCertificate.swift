public import Administration
import Foundation
public import Ports
public import PushCertificates

/// Asks APNs whether it accepts the active certificate, and keeps what it said: "saved" is not "proved".
public struct ProbePushCertificate: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Returns: nil when no certificate is active.
    @discardableResult
    public func callAsFunction(in scope: CompanyScope) async throws -> ProbeOutcome? {
        guard let identity = try await ActivePushIdentity(installation)(in: scope) else { return nil }
        let outcome = await installation.pushSender.probe(identity)
        let now = installation.now
        let (word, detail): (String, String) =
            switch outcome {
            case .accepted: ("accepted", "")
            case .refused(let status, let reason): ("refused", "\(status) \(reason)")
            case .trouble(let trouble): ("trouble", "\(trouble)")
            }
        let probe = StoredPushProbe(
            fingerprint: identity.certificate.fingerprint.description, at: now, outcome: word, detail: detail)
        try await installation.store.write { try $0.savePushProbe(probe, in: scope) }
        return outcome
    }

    /// What is stored beside what is on the wire.
    public struct Wire: Sendable {
        /// The live connection's certificate; nil when there is none now.
        public let wire: WireFact?
        public let probe: StoredPushProbe?
        /// The certificate that should be on the wire.
        public let active: PushCertificate?
    }

    public func wire(in scope: CompanyScope) async throws -> Wire {
        let (active, probe) = try await installation.store.read {
            (try $0.activePushCertificate(in: scope)?.certificate, try $0.pushProbe(in: scope))
        }
        var fact: WireFact?
        if let active { fact = await installation.pushSender.wire(for: active.topic) }
        return Wire(wire: fact, probe: probe, active: active)
    }
}
