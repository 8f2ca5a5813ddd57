public import Foundation
public import PushCertificates

/// Why a device cannot be told anything now; its actions are disabled with this reason, and what waits in
/// its queue keeps waiting.
public enum ActionObstacle: Error, Sendable, Equatable {
    case notYetEnrolled
    case removed
    case erased
    case archived
    case noCertificate
    case certificateDeleted
    case certificateExpired(at: Date)
    /// The device reported none, or one that is not the registered certificate's.
    case topicMismatch(device: String?, certificate: String)

    /// - Parameters:
    ///   - active: the company's active certificate.
    ///   - isDeleted: true when there is none because a person deleted it.
    public static func of(
        _ enrollment: Enrollment, active: PushCertificate?, isDeleted: Bool, at now: Date
    ) -> ActionObstacle? {
        switch enrollment.state {
        case .authenticated: return .notYetEnrolled
        case .removed: return .removed
        case .erased: return .erased
        case .archived: return .archived
        case .enrolled: break
        }
        guard let active else { return isDeleted ? .certificateDeleted : .noCertificate }
        guard enrollment.topic == active.topic.description else {
            return .topicMismatch(device: enrollment.topic, certificate: active.topic.description)
        }
        return active.isExpired(at: now) ? .certificateExpired(at: active.notAfter) : nil
    }
}
