import CryptoExtras
import Foundation
import X509

/// What the portal knows on its first day: one account in which another company's two rows already stand.
///
/// They look like the ones that an administrator is going to make (same service, same vendor), so that choosing the
/// wrong row, the mistake that costs a whole fleet, can be made and must be caught.
enum FirstState {
    static let mainAccount = "push@sample.example"

    static func make(authority: LabAuthority, now: Date) throws -> PortalState {
        let day: TimeInterval = 86_400
        let rows = [
            try foreignRow(authority, issued: now - 500 * day, notes: ""),
            try foreignRow(authority, issued: now - 90 * day, notes: ""),
        ]
        let password = "lab-" + RandomText.hexadecimal(bytes: 8)
        return PortalState(
            mainAccount: mainAccount, mainPassword: password,
            accounts: [mainAccount: PortalAccount(password: password, rows: rows)])
    }

    private static func foreignRow(_ authority: LabAuthority, issued: Date, notes: String) throws -> PushRow {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let topic = LabAuthority.newTopic()
        let certificate = try authority.issuePushCertificate(
            topic: topic, publicKeyDER: Array(key.publicKey.derRepresentation), now: issued)
        return PushRow(
            id: RandomText.hexadecimal(bytes: 8), topic: topic, vendor: "Kizuna Lab Vendor", notes: notes,
            createdAt: issued.wholeSeconds, certificates: [certificate])
    }
}
