import Administration
import CertificateAuthority
import Enrollments
import Foundation
import MDMProtocol
import Ports
import PushCertificates

/// Makes signed enrollment profiles, each with a challenge of its own made at that moment.
struct ProfileMaker: Sendable {
    private let installation: Installation
    init(_ installation: Installation) { self.installation = installation }

    /// What a profile needs besides the transaction; nil when no profile can be made: no address, no authority.
    struct Prepared: Sendable {
        let authority: CompanyAuthority
        let address: String
    }

    func prepared(in scope: CompanyScope) async throws -> Prepared? {
        guard let address = installation.deviceAddress,
            let company = try await DeviceAuthorities(installation).find(in: scope)?.company
        else { return nil }
        let authority = try await DeviceAuthorities(installation).findOrMake(for: company)
        return Prepared(authority: authority, address: address)
    }
}

extension ProfileMaker.Prepared {
    /// Stores the challenge and signs the profile that carries it.
    ///
    /// - Returns: CMS SignedData, DER.
    /// - Throws: ``EnrollmentError/obstacle(_:)`` when the company has no valid push certificate.
    func profile(
        purpose: Challenge.Purpose, installation: Installation, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> [UInt8] {
        guard let certificate = try transaction.activePushCertificate(in: scope)?.certificate else {
            throw EnrollmentError.obstacle(.noCertificate)
        }
        let text = installation.randomness.bytes(24).hexadecimal
        try transaction.insert(
            Challenge(
                id: installation.newIdentifier(at: now), hash: OneTimeToken.hash(of: text), purpose: purpose,
                createdAt: now, expiresAt: now.addingTimeInterval(Challenge.validSeconds)), in: scope)
        let company = authority.company
        let name = EnrollmentProfile.Text(
            japanese: "\(company.name) の機器管理", english: "Device management of \(company.name)")
        let explanation = EnrollmentProfile.Text(
            japanese: "この機器を \(company.name) の管理対象にします。",
            english: "Puts this device under the management of \(company.name).")
        let profile = EnrollmentProfile(
            identifier: "org.kizuna.enrollment.\(company.id)",
            uuids: .init(
                profile: newUUID(installation), identity: newUUID(installation), management: newUUID(installation),
                roots: [newUUID(installation)]), name: name, explanation: explanation,
            language: company.language == .japanese ? .japanese : .english, organization: company.name,
            scep: .init(
                url: "\(address)/scep/\(company.id)", name: "kizuna",
                subject: [.init("O", company.name), .init("CN", "kizuna")], challenge: text,
                caFingerprint: authority.authority.fingerprint.bytes), topic: certificate.topic.description,
            serverURL: "\(address)/mdm/\(company.id)/connect", checkInURL: "\(address)/mdm/\(company.id)/checkin",
            rootCertificates: [authority.authority.certificate])
        return try authority.signer.sign(Array(profile.propertyList.xml.utf8))
    }

    private func newUUID(_ installation: Installation) -> String {
        var bytes = installation.randomness.bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(bytes.hexadecimal.uppercased())
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
