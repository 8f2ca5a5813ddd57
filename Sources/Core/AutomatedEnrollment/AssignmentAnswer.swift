import Foundation

/// What Apple says to an assignment: a word for each serial number, or that it has no time (reference/ade.md §3).
public struct AssignmentAnswer: Sendable, Equatable {
    /// `SUCCESS`, `NOT_ACCESSIBLE`, `FAILED`, `THROTTLED` by serial number.
    public let devices: [String: String]

    private static let throttled = "THROTTLED"

    /// - Throws: ``ServiceProblem/throttled(retryAfterSeconds:)`` when the whole call was not carried out, though its
    ///   status was 200; ``ServiceProblem/unreadable``.
    public init(json bytes: [UInt8]) throws(ServiceProblem) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) else {
            throw .unreadable
        }
        let fields = object as? [String: Any] ?? ["": object]
        let devices = (fields["devices"] as? [String: Any] ?? [:]).compactMapValues { $0 as? String }
        let isWhole =
            fields.values.contains { ($0 as? String)?.contains(Self.throttled) ?? false }
            || (!devices.isEmpty && devices.values.allSatisfy { $0 == Self.throttled })
        if isWhole { throw .throttled(retryAfterSeconds: Self.seconds(fields["retry_after_seconds"])) }
        guard object is [String: Any] else { throw .unreadable }
        self.devices = devices
    }

    static func seconds(_ value: Any?) -> Int? {
        switch value {
        case let number as Int: max(0, number)
        case let text as String: Int(text).map { max(0, $0) }
        default: nil
        }
    }
}
