import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import PushCertificates

extension Fingerprint {
    /// Thirty-two bytes that are the text's own.
    static func sample(_ text: String) -> Fingerprint {
        Fingerprint(bytes: Array((text + String(repeating: ".", count: 32)).utf8.prefix(32)))
    }
}

extension Invitation {
    /// - Parameter mark: what makes the hashes differ from those of other companies and invitations.
    static func sample(
        _ id: String, mark: String = "", uses: Int = 3, person: PersonID? = nil, organization: OrganizationID? = nil,
        expiresAt: Date = day(7)
    ) -> Invitation {
        Invitation(
            id: InvitationID(stored: id), tokenHash: Fingerprint.sample("token \(mark) \(id)").bytes,
            codeHash: Fingerprint.sample("code \(id)").bytes, personID: person, organizationID: organization,
            usesAllowed: uses, usesLeft: uses, createdAt: today, createdBy: "yamada", expiresAt: expiresAt)
    }
}

extension Challenge {
    static func sample(
        _ id: String, _ purpose: Purpose = .enroll(InvitationID(stored: "i1")), expiresAt: Date = day(1)
    ) -> Challenge {
        Challenge(
            id: ChallengeID(stored: id), hash: Fingerprint.sample("challenge \(id)").bytes, purpose: purpose,
            createdAt: today, expiresAt: expiresAt)
    }
}

extension DeviceIdentity {
    static func sample(
        _ id: String, challenge: String = "h1", _ purpose: Challenge.Purpose = .enroll(InvitationID(stored: "i1"))
    ) -> DeviceIdentity {
        DeviceIdentity(
            id: IdentityID(stored: id), serialNumber: "0a\(id)", challengeID: ChallengeID(stored: challenge),
            purpose: purpose, transactionID: "tx-\(id)", publicKey: .sample("key \(id)"), createdAt: today,
            notBefore: day(-1), notAfter: day(365))
    }

    /// Signed; `mark` makes the fingerprint differ from that of another company.
    func issued(_ mark: String, as state: State = .issued, for enrollment: EnrollmentID? = nil) -> DeviceIdentity {
        var issued = self
        issued.der = [0x30, 0] + Array(mark.utf8)
        issued.fingerprint = .sample("identity \(mark) \(id)")
        issued.state = state
        issued.enrollmentID = enrollment
        return issued
    }
}

extension Enrollment {
    /// - Parameter mark: what makes the identity differ from that of another company.
    static func sample(
        _ id: String, device: String = "d1", generation: Int = 1, mark: String = "", state: EnrollmentState = .enrolled,
        topic: String? = "com.apple.mgmt.External.one", person: PersonID? = nil, organization: OrganizationID? = nil,
        summary: DeviceSummary = .sample()
    ) -> Enrollment {
        Enrollment(
            id: EnrollmentID(stored: id), deviceID: DeviceID(stored: device), generation: generation,
            hardwareID: "UDID-\(device)", isUserEnrollment: false, state: state,
            identity: .sample("\(mark) \(id)"), identityNotAfter: day(365), topic: topic, invitationID: nil,
            personID: person, organizationID: organization, summary: summary, authenticatedAt: today,
            enrolledAt: state == .authenticated ? nil : today, tokenUpdatedAt: state == .authenticated ? nil : today)
    }
}

extension DeviceSummary {
    static func sample(_ name: String = "営業 iPhone 12", serial: String = "F2LXK9Q0N72J") -> DeviceSummary {
        DeviceSummary(
            name: name, serialNumber: serial, platform: "iPhone", productName: "iPhone17,3", modelName: "iPhone 16",
            osVersion: "21.0.1", buildVersion: "23A341", isSupervised: true, phoneNumber: "090-1234-5678")
    }
}

extension QueuedCommand {
    static func sample(
        _ uuid: String, _ sequence: Int, of enrollment: EnrollmentID = EnrollmentID(stored: "e1"),
        isDestructive: Bool = false, secret: CommandSecret? = nil, queuedAt: Date = today, expiresAt: Date? = nil
    ) -> QueuedCommand {
        QueuedCommand(
            uuid: CommandUUID(stored: uuid), enrollmentID: enrollment, sequence: sequence,
            requestType: isDestructive ? "DeviceLock" : "DeviceInformation", isDestructive: isDestructive,
            payload: Array("<plist>\(uuid)</plist>".utf8), secret: secret, queuedAt: queuedAt, queuedBy: "yamada",
            expiresAt: expiresAt)
    }
}

extension Transaction {
    /// A device with its first enrollment.
    func enroll(_ enrollment: Enrollment, in scope: CompanyScope) throws {
        try insertDevice(enrollment.deviceID, hardwareID: enrollment.hardwareID, at: today, in: scope)
        try insert(enrollment, in: scope)
    }

    /// As a TokenUpdate that changes nothing else.
    func savePush(_ sealed: [UInt8], of id: EnrollmentID, in scope: CompanyScope) throws {
        guard let enrollment = try enrollment(id, in: scope) else { throw StoreError.conflict("no such enrollment") }
        try update(enrollment, sealedPush: sealed, in: scope)
    }
}
