import Foundation
import SimulatedClock

/// What the JSON interface shows; keys are written in snake_case.
struct OverviewView: Encodable {
    let now: String
    let newestCode: String?
    let vendorCertificate: CertificateView
    let accounts: [AccountView]
}

struct AccountView: Encodable {
    let id: String
    let codeMode: String
    let phoneNumbers: [String]
    let rows: [RowView]

    init(_ id: String, _ account: PortalAccount, now: Date) {
        self.id = id
        codeMode = account.codeMode.rawValue
        phoneNumbers = account.phoneNumbers
        rows = account.rows.map { RowView($0, now: now) }
    }
}

struct RowView: Encodable {
    let id: String
    let topic: String
    let vendor: String
    let notes: String
    let status: String
    let fileName: String
    /// Oldest first; a renewal adds one.
    let certificates: [CertificateView]

    init(_ row: PushRow, now: Date) {
        id = row.id
        topic = row.topic
        vendor = row.vendor
        notes = row.notes
        status = row.status(at: now).rawValue
        fileName = row.fileName
        certificates = row.certificates.map(CertificateView.init)
    }
}

struct CertificateView: Encodable {
    let pem: String
    let serialNumber: String
    let subject: String
    let notBefore: String
    let notAfter: String

    init(_ certificate: IssuedCertificate) {
        pem = certificate.pem
        serialNumber = certificate.serialNumber
        subject = certificate.subject
        notBefore = RFC3339.text(certificate.notBefore)
        notAfter = RFC3339.text(certificate.notAfter)
    }
}

/// The judge's answer: accepted, or Apple's words and the rule that the Lab saw broken.
struct VerdictView: Encodable {
    var accepted = false
    var vendor: String?
    var rule: String?
    var errorCode: Int?
    var errorMessage: String?
    var errorDescription: String?

    init(accepted: Bool, vendor: String) {
        self.accepted = accepted
        self.vendor = vendor
    }

    init(_ refusal: PortalRefusal) {
        rule = refusal.rule.rawValue
        errorCode = refusal.code
        errorMessage = refusal.title
        errorDescription = refusal.text
    }
}
