import Administration
import Foundation
import PushCertificates
import UseCases

/// What `show` and `status` tell, also as JSON.
struct CertificateRow: Encodable {
    let company: String
    /// `active`, `expired`, `deleted`, `none`
    let state: String
    let topic: String?
    let serial: String?
    let notAfter: Date?
    let daysLeft: Int?
    let restorableUntil: Date?
    let appleID: String
    let notes: String
    let devicesOnTopic: Int
    let devices: Int
    let pendingRequest: String?
    let vendorNotAfter: Date?

    init(_ overview: PushOverview, of company: Company, now: Date) {
        let shown = overview.active ?? overview.restorable
        self.company = company.code.description
        state =
            if let active = overview.active {
                active.certificate.isExpired(at: now) ? "expired" : "active"
            } else { overview.restorable == nil ? "none" : "deleted" }
        topic = shown?.certificate.topic.description
        serial = shown?.certificate.serialNumber
        notAfter = shown?.certificate.notAfter
        daysLeft = shown?.certificate.notAfter.calendarDays(after: now, in: company.timeZone)
        restorableUntil = overview.restorable?.restorableUntil
        appleID = overview.details.appleID
        notes = overview.details.notes
        devicesOnTopic = overview.devicesOnTopic
        devices = overview.devices
        pendingRequest = overview.requests.first { $0.isPending }?.publicKey.short
        vendorNotAfter = overview.vendor?.notAfter
    }
}
