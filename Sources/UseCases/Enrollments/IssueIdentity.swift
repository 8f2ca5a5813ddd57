public import Administration
import CMS
import CertificateAuthority
import Enrollments
import Foundation
import Ports
import PushCertificates
import SCEP

/// A PKIOperation: a challenge becomes an identity certificate.
///
/// Order: serial number and intent are stored, then it is signed, then certificate and used challenge
/// are stored together, then it is returned. A certificate that the store does not know never leaves.
public struct IssueIdentity: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// An exact retry within this time gets the same certificate.
    static let retrySeconds: TimeInterval = 600

    /// GetCACert: DER; nil when the company has no authority.
    public func authorityCertificate(in scope: CompanyScope) async throws -> [UInt8]? {
        try await DeviceAuthorities(installation).find(in: scope)?.authority.certificate
    }

    /// - Parameter bytes: the pkiMessage.
    /// - Returns: the CertRep, success or failure; both travel with 200.
    /// - Throws: ``SCEPError/notUnderstood``; ``DeviceRefusal`` when there is no such company.
    public func callAsFunction(_ bytes: [UInt8], in scope: CompanyScope) async throws -> [UInt8] {
        guard let company = try await DeviceAuthorities(installation).find(in: scope) else {
            throw DeviceRefusal.noIdentity
        }
        let recipient = SCEPRecipient(certificate: company.authority.certificate, key: company.authority.key)
        let nonce = installation.randomness.bytes(16)
        do {
            let request = try SCEPRequest(reading: bytes, recipient: recipient)
            guard let der = try await issue(request, by: company, in: scope) else {
                return try SCEPReply.failure(.badRequest, to: request.conversation, from: recipient, nonce: nonce)
            }
            return try SCEPReply.success(der, to: request, from: recipient, nonce: nonce)
        } catch SCEPError.refused(let refusal, let conversation) {
            return try SCEPReply.failure(refusal.failInfo, to: conversation, from: recipient, nonce: nonce)
        }
    }

    /// - Returns: nil when the request is not entitled to a certificate.
    private func issue(
        _ request: SCEPRequest, by company: CompanyAuthority, in scope: CompanyScope
    ) async throws -> [UInt8]? {
        let now = installation.now
        let key = Fingerprint(of: request.publicKey.der)
        let id: IdentityID = installation.newIdentifier(at: now)
        let plan = IdentityPlan(
            commonName: id.description, at: now, randomness: installation.randomness.bytes(16))
        let installation = installation
        // Anybody can ask; only who may be entitled to a certificate makes the store write.
        guard try await installation.store.read(in: scope, { try Self.mayAsk(request, at: now, in: scope, $0) }) else {
            return nil
        }
        let step = try await installation.store.write(in: scope) { transaction -> Step? in
            guard let challenge = try Self.challenge(of: request, installation, at: now, in: scope, transaction) else {
                return nil
            }
            if challenge.usedAt != nil {
                return try Self.retried(challenge, request, key, at: now, in: scope, transaction).map { .again($0) }
            }
            guard now < challenge.expiresAt else { return nil }
            let planned = DeviceIdentity(
                id: id, serialNumber: plan.serial.description, challengeID: challenge.id, purpose: challenge.purpose,
                transactionID: request.transactionID, publicKey: key, createdAt: now, notBefore: plan.notBefore,
                notAfter: plan.notAfter)
            try transaction.insert(planned, in: scope)
            return .plan(planned)
        }
        switch step {
        case nil: return nil
        case .again(let der): return der
        case .plan(var identity):
            let der = try company.authority.issue(plan, publicKey: request.publicKey.der)
            identity.der = der
            identity.fingerprint = Fingerprint(of: der)
            identity.state = .issued
            let issued = identity
            return try await installation.store.write(in: scope) { transaction -> [UInt8]? in
                guard try transaction.useChallenge(issued.challengeID, at: now, in: scope) else {
                    // Another request with this challenge was faster: it alone gets a certificate.
                    guard let winner = try transaction.issuedIdentity(for: issued.challengeID, in: scope),
                        winner.transactionID == issued.transactionID, winner.publicKey == issued.publicKey
                    else { return nil }
                    return winner.der
                }
                try transaction.update(issued, in: scope)
                return der
            }
        }
    }

    /// What the decision finds out again; without changing anything.
    private static func mayAsk(
        _ request: SCEPRequest, at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> Bool {
        switch request.purpose {
        case .first:
            guard let challenge = try challenge(of: request, in: scope, transaction) else { return false }
            return challenge.usedAt != nil || now < challenge.expiresAt
        case .renewal: return try renewedEnrollment(request, at: now, in: scope, transaction) != nil
        }
    }

    private static func challenge(
        of request: SCEPRequest, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> Challenge? {
        guard let password = request.challengePassword?.reveal(), !password.isEmpty else { return nil }
        return try transaction.challenge(hash: OneTimeToken.hash(of: password), in: scope)
    }

    /// Only by an identity that is valid, bound, and of this company; for the same enrollment.
    private static func renewedEnrollment(
        _ request: SCEPRequest, at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> EnrollmentID? {
        guard let signer = try transaction.identity(fingerprint: Fingerprint(of: request.signer.der), in: scope),
            signer.state == .bound, signer.notBefore <= now, now < signer.notAfter
        else { return nil }
        return signer.enrollmentID
    }

    private enum Step: Sendable {
        case plan(DeviceIdentity)
        case again([UInt8])
    }

    /// The challenge in the request; for a RenewalReq one that is made now, when its signer may renew.
    private static func challenge(
        of request: SCEPRequest, _ installation: Installation, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> Challenge? {
        switch request.purpose {
        case .first: return try challenge(of: request, in: scope, transaction)
        case .renewal:
            guard let enrollment = try renewedEnrollment(request, at: now, in: scope, transaction) else { return nil }
            let challenge = Challenge(
                id: installation.newIdentifier(at: now),
                hash: OneTimeToken.hash(of: installation.randomness.bytes(24).hexadecimal), purpose: .renew(enrollment),
                createdAt: now, expiresAt: now.addingTimeInterval(Challenge.validSeconds))
            try transaction.insert(challenge, in: scope)
            return challenge
        }
    }

    private static func retried(
        _ challenge: Challenge, _ request: SCEPRequest, _ key: Fingerprint, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> [UInt8]? {
        guard let issued = try transaction.issuedIdentity(for: challenge.id, in: scope),
            issued.transactionID == request.transactionID, issued.publicKey == key,
            abs(now.timeIntervalSince(issued.createdAt)) <= retrySeconds
        else { return nil }
        return issued.der
    }
}
