public import Administration
public import Foundation

/// A push certificate of a company with its place in the company's history.
public struct RegisteredCertificate: Sendable, Equatable {
    public struct ID: OpaqueIdentifier {
        public let description: String
        public init(stored: String) { description = stored }
    }

    public enum State: Sendable, Equatable {
        case active
        /// Replaced by a renewal.
        case retired(at: Date)
        /// Deleted by a person; can be restored for 30 days unless another topic was registered since.
        case deleted(at: Date, by: String)
    }

    public let id: ID
    public let certificate: PushCertificate
    public let requestID: PushRequest.ID
    public let registeredAt: Date
    /// Login, or empty for the service operator.
    public let registeredBy: String
    public var state: State

    public init(
        id: ID, certificate: PushCertificate, requestID: PushRequest.ID, registeredAt: Date,
        registeredBy: String, state: State
    ) {
        self.id = id
        self.certificate = certificate
        self.requestID = requestID
        self.registeredAt = registeredAt
        self.registeredBy = registeredBy
        self.state = state
    }

    public static let restorableDays = 30

    /// Until when one click restores it; nil when it is not deleted.
    ///
    /// Not inlined: the optimizer of Swift 6.3.1 ends itself over the switch inside other modules' closures.
    @inline(never)
    public var restorableUntil: Date? {
        guard case .deleted(let at, _) = state else { return nil }
        return at.addingTimeInterval(TimeInterval(Self.restorableDays) * 86_400)
    }
}
