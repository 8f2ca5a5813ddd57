public import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates

/// Whether a device that enrolled now could be managed: told on the page, before anybody walks to a device.
public struct CheckEnrollmentReadiness: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Returns: the address of the device listener.
    /// - Throws: ``EnrollmentError/noDeviceAddress``, or ``EnrollmentError/obstacle(_:)`` for the certificate.
    @discardableResult
    public func check(in company: Company) async throws -> String {
        guard let address = installation.deviceAddress else { throw EnrollmentError.noDeviceAddress }
        _ = try await topic(in: company)
        return address
    }

    /// The topic that a profile names now.
    func topic(in company: Company) async throws -> PushTopic {
        let now = installation.now
        let overview = try await ShowPushCertificate(installation)(in: company.scope)
        guard let active = overview.active else {
            throw EnrollmentError.obstacle(overview.restorable == nil ? .noCertificate : .certificateDeleted)
        }
        guard !active.certificate.isExpired(at: now) else {
            throw EnrollmentError.obstacle(.certificateExpired(at: active.certificate.notAfter))
        }
        return active.certificate.topic
    }
}
