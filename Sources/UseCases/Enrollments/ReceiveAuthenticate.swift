public import Administration
import CommandQueue
import Enrollments
import Foundation
public import MDMProtocol
import Ports
import PushCertificates

/// Authenticate: a device begins an enrollment, or shows its renewed identity.
///
/// Everything is one transaction: the invitation's use, the new generation, the end of the old one, the
/// binding of the certificate. Until TokenUpdate nothing is delivered.
public struct ReceiveAuthenticate: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Parameter told: the message as it came, for webhooks.
    /// - Throws: ``DeviceRefusal``; nothing is stored then.
    public func callAsFunction(
        _ message: Authenticate, from caller: IdentifyCaller.Caller, in scope: CompanyScope,
        telling told: DeviceMessage? = nil
    ) async throws {
        let now = installation.now
        let telling = try await Telling.prepare(told, installation, in: scope)
        let newDevice: DeviceID = installation.newIdentifier(at: now)
        let newEnrollment: EnrollmentID = installation.newIdentifier(at: now)
        let (enrollment, replaced) = try await installation.store.write(in: scope) {
            transaction -> (Enrollment, EnrollmentID?) in
            let topics = try transaction.pushCertificates(in: scope).map(\.certificate.topic.description)
            guard topics.contains(message.topic) else { throw DeviceRefusal.topicNotOurs(message.topic) }
            let result: (Enrollment, EnrollmentID?)
            switch caller {
            case .known:
                result = (try Self.again(message, caller, at: now, in: scope, transaction), nil)
            case .candidate(let identity):
                if case .enroll(let invitation) = identity.purpose {
                    result = try Self.begin(
                        message, identity, invitation, ids: (newDevice, newEnrollment), at: now, in: scope, transaction)
                } else {
                    let enrollment = try EnrollmentChanges.enrollment(
                        of: caller, named: message.channel.deviceID, at: now, in: scope, transaction)
                    result = (enrollment, nil)
                }
            }
            // Last: a refusal has changed nothing then, and takes no other write of its group back.
            try telling?.write(at: now, transaction)
            return result
        }
        if let replaced { installation.devices.forget(replaced) }
        installation.devices.forget(enrollment.id)
    }

    /// The same certificate again: a retry after a lost answer, or a device that starts over (its queue ends, R24).
    private static func again(
        _ message: Authenticate, _ caller: IdentifyCaller.Caller, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> Enrollment {
        var enrollment = try EnrollmentChanges.enrollment(
            of: caller, named: message.channel.deviceID, at: now, in: scope, transaction)
        guard enrollment.state == .enrolled else { return enrollment }
        try EnrollmentChanges.endQueue(of: enrollment, at: now, in: scope, transaction)
        enrollment.state = .authenticated
        enrollment.topic = message.topic
        try transaction.update(enrollment, in: scope)
        try transaction.append(event(.authenticated, enrollment, now), in: scope)
        return enrollment
    }

    private static func begin(
        _ message: Authenticate, _ identity: DeviceIdentity, _ invitationID: InvitationID,
        ids: (DeviceID, EnrollmentID), at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> (Enrollment, EnrollmentID?) {
        guard let fingerprint = identity.fingerprint,
            var bound = try transaction.identity(fingerprint: fingerprint, in: scope), bound.state == .issued
        else { throw DeviceRefusal.notAuthenticated }
        guard let invitation = try transaction.invitation(invitationID, in: scope) else {
            throw DeviceRefusal.invitationOver(.revoked)
        }
        guard try transaction.takeUse(of: invitationID, at: now, in: scope) else {
            throw DeviceRefusal.invitationOver(invitation.standing(at: now))
        }
        let automated = try transaction.automatedInvitation(invitationID, in: scope)
        if let automated, let named = message.serialNumber, named != automated.serialNumber {
            throw DeviceRefusal.otherHardware(
                presented: fingerprint, bound: automated.serialNumber, named: String(named.prefix(64)))
        }
        let hardwareID = message.channel.deviceID
        let known = try transaction.device(hardwareID: hardwareID, in: scope)
        let device = known ?? ids.0
        if known == nil { try transaction.insertDevice(device, hardwareID: hardwareID, at: now, in: scope) }
        let former = try transaction.currentEnrollment(of: device, in: scope)
        if let former { try EnrollmentChanges.end(former, as: .archived, at: now, in: scope, transaction) }
        var summary = DeviceSummary(message)
        // Setup by Apple's server supervises, whatever the device will say of itself later.
        if automated != nil { summary.isSupervised = true }
        let enrollment = Enrollment(
            id: ids.1, deviceID: device, generation: (former?.generation ?? 0) + 1, hardwareID: hardwareID,
            isUserEnrollment: message.channel.isUserEnrollment, state: .authenticated, identity: fingerprint,
            identityNotAfter: identity.notAfter, topic: message.topic, invitationID: invitationID,
            personID: invitation.personID, organizationID: invitation.organizationID,
            summary: summary, authenticatedAt: now)
        try transaction.insert(enrollment, in: scope)
        bound.state = .bound
        bound.enrollmentID = enrollment.id
        try transaction.update(bound, in: scope)
        try transaction.append(event(former == nil ? .authenticated : .reenrolled, enrollment, now), in: scope)
        if let former {
            try transaction.append(
                AuditDraft(
                    .deviceReenrolled, by: .anonymous, at: now, subject: enrollment.auditName,
                    device: enrollment.deviceID.description,
                    before: [AuditField("generation", String(former.generation))],
                    after: [AuditField("generation", String(enrollment.generation))]), in: scope)
        }
        return (enrollment, former?.id)
    }

    private static func event(_ kind: DeviceEvent.Kind, _ enrollment: Enrollment, _ now: Date) -> DeviceEvent {
        DeviceEvent(
            deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: now, kind: kind,
            fields: [
                .init("generation", String(enrollment.generation)), .init("topic", enrollment.topic ?? ""),
                .init("fingerprint", enrollment.identity.description),
            ])
    }
}

extension DeviceSummary {
    init(_ message: Authenticate) {
        self.init(
            name: message.deviceName ?? "", serialNumber: message.serialNumber ?? "",
            platform: Platform(productName: message.productName, model: message.model).rawValue,
            productName: message.productName ?? "", modelName: message.modelName ?? "",
            osVersion: message.osVersion ?? "", buildVersion: message.buildVersion ?? "")
    }
}
