public import Foundation

/// What the operator of the installation is told by mail.
public enum OperatorNotice: Sendable, Equatable {
    /// The MDM vendor certificate, which signs every company's requests, ends; `daysLeft` is negative afterwards.
    case vendorCertificateExpiring(VendorCertificateFacts, daysLeft: Int)
    /// A newer one was imported: the notices have ended.
    case vendorCertificateRenewed(VendorCertificateFacts)
}

public struct VendorCertificateFacts: Sendable, Equatable {
    public let subject: String
    public let serialNumber: String
    public let expiresAt: Date

    public init(subject: String, serialNumber: String, expiresAt: Date) {
        self.subject = subject
        self.serialNumber = serialNumber
        self.expiresAt = expiresAt
    }
}

/// Which step of the ladder was told of which certificate, and the mail that is still to be sent: one text of the
/// installation, so that restarts and other nodes tell nothing twice.
public struct OperatorNoticeState: Codable, Sendable, Equatable {
    /// The certificate's fingerprint.
    public var certificate: String
    public var expiresAt: Date
    /// As ``NoticeLadder/step(daysLeft:)``; nil before the first.
    public var step: Int?
    /// A mail was made for this step.
    public var isMailed: Bool
    /// Nil: nothing is to be sent.
    public var letter: Letter?

    public struct Letter: Codable, Sendable, Equatable {
        public let id: String
        public let subject: String
        public let text: String
        public let createdAt: Date
        /// Nobody else's before then.
        public var dueAt: Date
        public var attempts: Int

        public init(id: String, subject: String, text: String, createdAt: Date) {
            self.id = id
            self.subject = subject
            self.text = text
            self.createdAt = createdAt
            dueAt = createdAt
            attempts = 0
        }
    }

    public init(certificate: String, expiresAt: Date) {
        self.certificate = certificate
        self.expiresAt = expiresAt
        isMailed = false
    }
}

/// What has to be told now of one certificate.
public struct OperatorDecision: Sendable, Equatable {
    public enum Act: Sendable, Equatable {
        case nothing
        /// A new step, or one that could not be mailed before.
        case tell(daysLeft: Int, isNew: Bool)
        case renewed
    }

    public let act: Act
    /// To be kept, the letter still missing.
    public let state: OperatorNoticeState

    /// - Parameters:
    ///   - told: what was kept; nil when nothing ever was.
    ///   - canMail: there is a mail server, and an address of the operator.
    public init(
        certificate: String, expiresAt: Date, told: OperatorNoticeState?, canMail: Bool, at now: Date,
        ladder: NoticeLadder = .standard
    ) {
        let same = told?.certificate == certificate ? told : nil
        var state = same ?? OperatorNoticeState(certificate: certificate, expiresAt: expiresAt)
        let daysLeft = NoticeLadder.daysLeft(until: expiresAt, at: now, in: .gmt)
        if let step = ladder.step(daysLeft: daysLeft), state.step.map({ step < $0 }) ?? true {
            (state.step, state.isMailed) = (step, canMail)
            act = .tell(daysLeft: daysLeft, isNew: true)
        } else if state.step != nil, !state.isMailed, canMail {
            state.isMailed = true
            act = .tell(daysLeft: daysLeft, isNew: false)
        } else if let told, same == nil, told.isMailed, told.expiresAt < expiresAt, canMail {
            act = .renewed
        } else {
            act = .nothing
        }
        self.state = state
    }
}
