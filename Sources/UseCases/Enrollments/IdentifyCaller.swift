public import Administration
public import Enrollments
public import Foundation
import Ports
public import PushCertificates

/// Who is calling: a device is the certificate whose possession it proved, never the UDID in a body.
///
/// The store knows every certificate that the company's authority issued (I5), so its hash is looked up and
/// no chain is verified again.
public struct IdentifyCaller: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public enum Caller: Sendable {
        case known(DeviceMemory.Known)
        /// Issued by the company, used by no Authenticate yet.
        case candidate(DeviceIdentity)
    }

    /// Long enough to hand a device its renewal after it was in a drawer for a season.
    static let graceSeconds: TimeInterval = 90 * 86_400

    /// Who this process knows without asking the store; nil says nothing about a certificate.
    ///
    /// - Throws: ``DeviceRefusal``.
    public func remembered(
        _ presented: Fingerprint, in scope: CompanyScope, at now: Date? = nil
    ) throws -> Caller? {
        guard let known = installation.devices.known(presented), known.scope == scope else { return nil }
        return .known(try Self.withinGrace(known, presented: presented, at: now ?? installation.now))
    }

    /// - Parameter scope: from the address that was called; the certificate must be that company's.
    /// - Throws: ``DeviceRefusal``; of ``DeviceRefusal/noIdentity`` nothing is written down: there is no such company.
    public func callAsFunction(_ presented: Fingerprint, in scope: CompanyScope) async throws -> Caller {
        if let caller = try remembered(presented, in: scope) { return caller }
        let now = installation.now
        let epoch = installation.devices.epoch()
        let found = try await installation.store.read(in: scope) { transaction -> (DeviceIdentity, Enrollment?)? in
            guard let identity = try transaction.identity(fingerprint: presented, in: scope) else {
                // Anybody can make up companies, without end.
                guard try transaction.company(scope) != nil else { throw DeviceRefusal.noIdentity }
                return nil
            }
            let enrollment = try identity.enrollmentID.flatMap { try transaction.enrollment($0, in: scope) }
            return (identity, enrollment)
        }
        guard let (identity, enrollment) = found else { throw DeviceRefusal.unknownIdentity(presented: presented) }
        switch (identity.state, enrollment) {
        case (.issued, _):
            guard now < identity.notAfter else { throw DeviceRefusal.identityExpired(presented: presented) }
            return .candidate(identity)
        case (.bound, .some(let enrollment)) where enrollment.identity == presented && enrollment.state.isAlive:
            installation.devices.remember(enrollment, in: scope, since: epoch)
            return .known(try Self.withinGrace(.init(enrollment, in: scope), presented: presented, at: now))
        case (.planned, _), (.bound, _), (.superseded, _):
            throw DeviceRefusal.identityOver(presented: presented)
        }
    }

    private static func withinGrace(
        _ known: DeviceMemory.Known, presented: Fingerprint, at now: Date
    ) throws -> DeviceMemory.Known {
        guard now < known.identityNotAfter.addingTimeInterval(graceSeconds) else {
            throw DeviceRefusal.identityExpired(presented: presented)
        }
        return known
    }
}

/// Writes down a refused identity in the log of the device it touches, at most once a minute.
public struct NoteDeviceRefusal: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(_ refusal: DeviceRefusal, in scope: CompanyScope) async {
        let now = installation.now
        switch refusal {
        case .otherHardware(let presented, let bound, let named):
            await note(presented, now, scope, hardwareID: bound) {
                [
                    .init("presented", presented.description), .init("bound", $0.identity.description),
                    .init("udid", named),
                ]
            }
            await note(presented, now, scope, hardwareID: named) {
                [.init("presented", presented.description), .init("bound", $0.identity.description)]
            }
        case .unknownIdentity(let presented), .identityOver(let presented), .identityExpired(let presented):
            await noteAudit(
                subject: presented.short, [AuditField("presented", presented.description)], refusal, now, scope)
        case .topicNotOurs(let topic):
            await noteAudit(subject: topic, [AuditField("topic", topic)], refusal, now, scope)
        case .notAuthenticated, .invitationOver: await noteAudit(subject: "", [], refusal, now, scope)
        // Anybody can send these, and they say nothing of a device.
        case .noIdentity, .unsupported, .unreadable: break
        }
    }

    private func note(
        _ presented: Fingerprint, _ now: Date, _ scope: CompanyScope, hardwareID: String,
        fields: @escaping @Sendable (Enrollment) -> [DeviceEvent.Field]
    ) async {
        guard installation.devices.shouldNoteRefusal("\(hardwareID)/\(presented)", in: scope, at: now) else {
            return
        }
        try? await installation.store.write(in: scope) { transaction in
            guard let device = try transaction.device(hardwareID: hardwareID, in: scope),
                let enrollment = try transaction.currentEnrollment(of: device, in: scope)
            else { return }
            try transaction.append(
                DeviceEvent(
                    deviceID: device, enrollmentID: enrollment.id, occurredAt: now, kind: .identityRefused,
                    fields: fields(enrollment)), in: scope)
            try transaction.append(
                AuditDraft(
                    .deviceIdentityRefused, by: .anonymous, at: now, subject: hardwareID,
                    after: fields(enrollment).map { AuditField($0.name, $0.value) }), in: scope)
        }
    }

    private func noteAudit(
        subject: String, _ fields: [AuditField], _ refusal: DeviceRefusal, _ now: Date, _ scope: CompanyScope
    ) async {
        let reason = refusal.caseName
        // One line a minute for the whole company: anybody can present an unknown certificate.
        guard installation.devices.shouldNoteRefusal(reason, in: scope, at: now) else { return }
        try? await installation.store.write(in: scope) { transaction in
            guard try transaction.company(scope) != nil else { return }
            try transaction.append(
                AuditDraft(
                    .deviceIdentityRefused, by: .anonymous, at: now, subject: String(subject.prefix(200)),
                    after: fields + [AuditField("reason", reason)]), in: scope)
        }
    }
}

extension DeviceRefusal {
    /// The case without its values, for the log.
    public var caseName: String { String("\(self)".prefix { $0.isLetter || $0.isNumber }) }
}
