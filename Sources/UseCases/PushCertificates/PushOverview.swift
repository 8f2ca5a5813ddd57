public import Administration
import Foundation
import Ports
public import PushCertificates

/// Everything the console and the command line tell about a company's push certificate, from one read.
public struct PushOverview: Sendable {
    public let details: PushDetails
    public let active: RegisteredCertificate?
    /// Newest registration first, the active one included.
    public let history: [RegisteredCertificate]
    /// The ledger, newest first.
    public let requests: [PushRequest]
    /// What one click restores.
    public let restorable: RegisteredCertificate?
    /// Deleted within the 30 days but not to be restored in one click: another topic was registered since.
    public let blockedRestore: RegisteredCertificate?
    /// Devices that listen to the topic of ``active``, else of ``restorable``.
    public let devicesOnTopic: Int
    public let devices: Int
    /// Devices that never reported a topic.
    public let devicesOfUnknownTopic: Int
    public let vendor: VendorCertificate?

    init(in scope: CompanyScope, at now: Date, from transaction: any Ports.Transaction) throws {
        details = try transaction.pushDetails(in: scope)
        history = try transaction.pushCertificates(in: scope)
        requests = try transaction.pushRequests(in: scope)
        vendor = try transaction.vendorCertificate()
        let active = history.first { $0.state == .active }
        let lastDeleted = Self.lastDeleted(of: history, at: now)
        self.active = active
        restorable = active == nil ? lastDeleted : nil
        blockedRestore =
            if let active, let lastDeleted, lastDeleted.certificate.topic != active.certificate.topic {
                lastDeleted
            } else { nil }
        let topic = (active ?? restorable)?.certificate.topic
        devicesOnTopic = try topic.map { try transaction.deviceCount(topic: $0, in: scope) } ?? 0
        devices = try transaction.deviceCount(in: scope)
        devicesOfUnknownTopic = try transaction.topicCensus(in: scope)[nil] ?? 0
    }

    /// The certificate deleted last, while it can be restored at all.
    static func lastDeleted(of history: [RegisteredCertificate], at now: Date) -> RegisteredCertificate? {
        history
            .compactMap { certificate in certificate.restorableUntil.map { (certificate, $0) } }
            .filter { now < $0.1 }
            .max { $0.1 < $1.1 }?.0
    }
}

public struct ShowPushCertificate: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(in scope: CompanyScope) async throws -> PushOverview {
        let now = installation.now
        return try await installation.store.read(in: scope) { try PushOverview(in: scope, at: now, from: $0) }
    }
}
