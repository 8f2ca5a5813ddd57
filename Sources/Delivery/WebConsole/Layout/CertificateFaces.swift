import Foundation

/// The registered certificate as screens show it.
struct CertificateFace: Sendable, Equatable {
    var topic: String
    var serialNumber: String
    var notAfter: Date
    var registeredAt: Date
    /// True when another certificate of the same topic was registered before it.
    var isRenewal: Bool
}

/// The certificate that was deleted last, and whether one click brings it back.
struct DeletedCertificateFace: Sendable, Equatable {
    enum Restoration: Sendable, Equatable {
        case until(Date)
        /// Another topic has been registered since: part of a planned topic change.
        case anotherTopicRegistered(String)
        /// Over since.
        case over(Date)
    }

    var topic: String
    var notAfter: Date
    var deletedAt: Date
    /// Login; empty for the service operator.
    var deletedBy: String
    var restoration: Restoration
}

/// How many devices listen to which topic.
struct DeviceCensus: Sendable, Equatable {
    var onTopic: Int
    var onOtherTopics: Int
    var unknown: Int

    static let none = DeviceCensus(onTopic: 0, onOtherTopics: 0, unknown: 0)
    var total: Int { onTopic + onOtherTopics + unknown }
}
