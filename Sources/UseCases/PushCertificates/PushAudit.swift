import Administration
import Foundation
import PushCertificates

extension RegisteredCertificate {
    /// What ログ keeps of a certificate.
    var auditFields: [AuditField] {
        [
            AuditField("topic", certificate.topic.description),
            AuditField("serial", certificate.serialNumber),
            AuditField("valid-until", certificate.notAfter.formatted(.iso8601)),
            AuditField("fingerprint", certificate.fingerprint.description),
        ]
    }
}

extension VendorCertificate {
    var auditFields: [AuditField] {
        [
            AuditField("serial", serialNumber), AuditField("fingerprint", fingerprint.description),
            AuditField("valid-until", notAfter.formatted(.iso8601)),
        ]
    }
}

extension PushDetails {
    var auditFields: [AuditField] { [AuditField("apple-id", appleID), AuditField("notes", notes)] }

    mutating func stampChange(by actor: Actor, at now: Date) {
        version += 1
        changedAt = now
        changedBy = actor.loginOrEmpty
    }
}

extension Actor {
    /// The login of a person, empty for the service operator.
    var loginOrEmpty: String {
        if case .user(_, let login) = self { login } else { "" }
    }
}

extension UploadRefusal {
    /// The case without its values, for the log.
    var caseName: String { String("\(self)".prefix { $0.isLetter || $0.isNumber }) }
}
