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
        try await installation.store.write(in: scope) { try $0.savePushProbe(probe, in: scope) }
        return outcome
    }

    /// Every company's active certificate that APNs was not asked about; one that was refused or not reached is
    /// asked about again after five minutes (P-25).
    public func probeNew() async throws {
        let now = installation.now
        let waiting = try await installation.store.read { transaction in
            try transaction.companies().map(\.scope).filter { scope in
                guard let active = try transaction.activePushCertificate(in: scope)?.certificate,
                    !active.isExpired(at: now)
                else { return false }
                guard let probe = try transaction.pushProbe(in: scope),
                    probe.fingerprint == active.fingerprint.description
                else { return true }
                return probe.outcome != "accepted" && abs(now.timeIntervalSince(probe.at)) >= 300
            }
        }
        for scope in waiting { try await self(in: scope) }
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
        let (active, probe) = try await installation.store.read(in: scope) {
            (try $0.activePushCertificate(in: scope)?.certificate, try $0.pushProbe(in: scope))
        }
        var fact: WireFact?
        if let active { fact = await installation.pushSender.wire(for: active.topic) }
        return Wire(wire: fact, probe: probe, active: active)
    }
}
