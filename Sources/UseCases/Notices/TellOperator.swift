import Administration
public import Foundation
import Notices
import Ports
import PushCertificates

/// Tells the operator that the installation's MDM vendor certificate ends, down the same ladder as companies are told.
///
/// Days are counted in UTC: an installation has no time zone. The step goes to the installation's own log in the
/// transaction that makes the mail.
public struct TellOperator: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// A step that was reached now, for the server's own log.
    public struct Step: Sendable, Equatable {
        public let expiresAt: Date
        public let daysLeft: Int
        /// False while no address, or no mail server, was named.
        public let isMailed: Bool
    }

    /// - Returns: nil when nothing new was reached.
    public func callAsFunction() async throws -> Step? {
        let now = installation.now
        let canMail = installation.mail?.operatorAddress != nil
        guard try await installation.store.read({ try Self.plan($0, canMail, at: now) }) != nil else { return nil }
        // Decided again on what the transaction sees: another node may have been faster.
        return try await installation.store.write { transaction in
            guard let (decision, facts) = try Self.plan(transaction, canMail, at: now) else { return nil }
            return try carryOut(decision, facts, at: now, transaction)
        }
    }

    private static func plan(
        _ transaction: any Transaction, _ canMail: Bool, at now: Date
    ) throws -> (OperatorDecision, VendorCertificateFacts)? {
        guard let vendor = try transaction.vendorCertificate() else { return nil }
        let decision = OperatorDecision(
            certificate: vendor.fingerprint.description, expiresAt: vendor.notAfter,
            told: try OperatorNoticeState(in: transaction), canMail: canMail, at: now)
        guard decision.act != .nothing else { return nil }
        return (
            decision,
            VendorCertificateFacts(
                subject: vendor.subject, serialNumber: vendor.serialNumber, expiresAt: vendor.notAfter)
        )
    }

    private func carryOut(
        _ decision: OperatorDecision, _ facts: VendorCertificateFacts, at now: Date, _ transaction: any Transaction
    ) throws -> Step? {
        var state = decision.state
        var step: Step?
        switch decision.act {
        case .nothing: return nil
        case .tell(let daysLeft, let isNew):
            if state.isMailed { state.letter = letter(.vendorCertificateExpiring(facts, daysLeft: daysLeft), at: now) }
            guard isNew else { break }
            step = Step(expiresAt: facts.expiresAt, daysLeft: daysLeft, isMailed: state.isMailed)
            try transaction.append(
                AuditDraft(
                    .vendorCertificateExpiring, by: .anonymous, at: now, subject: facts.subject,
                    after: [
                        AuditField("not-after", facts.expiresAt.formatted(.iso8601)),
                        AuditField("days-left", String(daysLeft)),
                    ]), in: .installation)
        case .renewed: state.letter = letter(.vendorCertificateRenewed(facts), at: now)
        }
        try state.keep(in: transaction)
        return step
    }

    private func letter(_ notice: OperatorNotice, at now: Date) -> OperatorNoticeState.Letter? {
        guard let mail = installation.mail else { return nil }
        let text = mail.wording.write(notice, consoleURL: mail.consoleURL)
        let id: MailID = installation.newIdentifier(at: now)
        return .init(id: id.description, subject: text.subject, text: text.text, createdAt: now)
    }
}

extension OperatorNoticeState {
    /// Nil when nothing was kept, or what was kept is of another version: then the step is told once more.
    init?(in transaction: any Transaction) throws {
        guard let bytes = try transaction.installationValue(.operatorNotice),
            let state = try? JSONDecoder().decode(OperatorNoticeState.self, from: Data(bytes))
        else { return nil }
        self = state
    }

    func keep(in transaction: any Transaction) throws {
        try transaction.setInstallationValue(Array(try JSONEncoder().encode(self)), for: .operatorNotice)
    }
}
