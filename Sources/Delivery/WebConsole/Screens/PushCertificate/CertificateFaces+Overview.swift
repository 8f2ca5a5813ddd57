import Administration
import Foundation
import PushCertificates
import UseCases

/// An overview as the screens show it.
struct CertificateFaces {
    let certificate: CertificateFace?
    let deleted: DeletedCertificateFace?
    let census: DeviceCensus

    init(_ overview: PushOverview, now: Date) {
        certificate = overview.active.map { active in
            CertificateFace(
                topic: active.certificate.topic.description, serialNumber: active.certificate.serialNumber,
                notAfter: active.certificate.notAfter, registeredAt: active.registeredAt,
                isRenewal: overview.history.contains {
                    $0.id != active.id && $0.certificate.topic == active.certificate.topic
                        && $0.registeredAt < active.registeredAt
                })
        }
        deleted = Self.deleted(overview, now: now)
        census = DeviceCensus(
            onTopic: overview.devicesOnTopic,
            onOtherTopics: overview.devices - overview.devicesOnTopic - overview.devicesOfUnknownTopic,
            unknown: overview.devicesOfUnknownTopic)
    }

    /// The certificate deleted last: one click, blocked by another topic, or over.
    private static func deleted(_ overview: PushOverview, now: Date) -> DeletedCertificateFace? {
        if let restorable = overview.restorable, let until = restorable.restorableUntil {
            return face(restorable, .until(until))
        }
        if let blocked = overview.blockedRestore, let active = overview.active {
            return face(blocked, .anotherTopicRegistered(active.certificate.topic.description))
        }
        guard overview.active == nil else { return nil }
        let last = overview.history
            .compactMap { certificate in certificate.restorableUntil.map { (certificate, $0) } }
            .max { $0.1 < $1.1 }
        return last.flatMap { face($0.0, .over($0.1)) }
    }

    private static func face(_ certificate: RegisteredCertificate, _ restoration: DeletedCertificateFace.Restoration)
        -> DeletedCertificateFace?
    {
        guard case .deleted(let at, let login) = certificate.state else { return nil }
        return DeletedCertificateFace(
            topic: certificate.certificate.topic.description, notAfter: certificate.certificate.notAfter,
            deletedAt: at, deletedBy: login, restoration: restoration)
    }
}
