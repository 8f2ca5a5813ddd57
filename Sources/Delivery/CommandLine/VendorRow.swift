import Foundation
import PushCertificates

struct VendorRow: Encodable {
    let subject: String
    let serial: String
    let notBefore: Date
    let notAfter: Date
    let fingerprint: String

    init(_ vendor: VendorCertificate) {
        subject = vendor.subject
        serial = vendor.serialNumber
        notBefore = vendor.notBefore
        notAfter = vendor.notAfter
        fingerprint = vendor.fingerprint.description
    }
}
