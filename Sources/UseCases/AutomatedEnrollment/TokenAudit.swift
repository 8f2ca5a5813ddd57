import Administration
import AutomatedEnrollment
import Foundation
import Ports
import PushCertificates

extension RegisteredToken {
    /// What ログ keeps of a token: nothing that opens a door.
    var auditFields: [AuditField] {
        [
            AuditField("consumer-key", consumerKey), AuditField("valid-until", expiresAt.formatted(.iso8601)),
            AuditField("fingerprint", fingerprint.description),
        ]
    }

    /// Where its secrets are sealed.
    static func place(of id: ID, in scope: CompanyScope) -> SecretPlace {
        SecretPlace(scope, table: "tokens", row: id.description, column: "sealed")
    }
}

extension TokenDetails {
    mutating func stampChange(by actor: Actor, at now: Date) {
        version += 1
        changedAt = now
        changedBy = actor.loginOrEmpty
    }

    var conflict: TokenError {
        .changedMeanwhile(by: changedBy, at: changedAt ?? Date(timeIntervalSince1970: 0))
    }
}

extension TokenRefusal {
    /// The case without its values, for the log.
    var caseName: String { String("\(self)".prefix { $0.isLetter || $0.isNumber }) }
}
