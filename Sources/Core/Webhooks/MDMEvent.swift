public import Foundation
public import MDMProtocol

/// A device's message as MicroMDM's webhook tells it, with NanoMDM's `ids` and `token_update_tally`
/// (nanomdm `service/webhook/event.json`).
public struct MDMEvent: Sendable {
    public var kind: MDMEventKind
    public var id: String
    public var createdAt: Date
    public var channel: Channel
    /// The exact bytes of the device; nil leaves `raw_payload` out.
    public var rawPayload: [UInt8]?
    /// Of a report.
    public var status: String?
    public var commandUUID: String?
    /// Of a TokenUpdate: 1 is the one that ends an enrollment.
    public var tally: Int?

    public init(
        kind: MDMEventKind, id: String, createdAt: Date, channel: Channel, rawPayload: [UInt8]?,
        status: String? = nil, commandUUID: String? = nil, tally: Int? = nil
    ) {
        self.kind = kind
        self.id = id
        self.createdAt = createdAt
        self.channel = channel
        self.rawPayload = rawPayload
        self.status = status
        self.commandUUID = commandUUID
        self.tally = tally
    }

    public var json: JSONText {
        let isReport = kind.topic == MDMEventKind.connect.rawValue
        return .object([
            .init("topic", kind.topic), .init("event_id", id), .init("created_at", Timestamp.text(createdAt)),
            .init(isReport ? "acknowledge_event" : "checkin_event", .object(isReport ? report : checkIn)),
        ])
    }

    private var checkIn: [JSONText.Member] {
        who + payload + (tally.map { [.init("token_update_tally", .number($0))] } ?? [])
    }

    private var report: [JSONText.Member] {
        who + [.init("status", status ?? "")] + (commandUUID.map { [.init("command_uuid", $0)] } ?? []) + payload
    }

    private var payload: [JSONText.Member] {
        rawPayload.map { [.init("raw_payload", Data($0).base64EncodedString())] } ?? []
    }

    /// NanoMDM's names: the device alone, or device and user with a colon between, and the device as its parent.
    private var who: [JSONText.Member] {
        let device = channel.deviceID
        let kind = channel.isUserEnrollment ? "User Enrollment" : "Device"
        var ids: [JSONText.Member] = [
            .init("id", device), .init("type", channel.isUserEnrollment ? "\(kind) (Device)" : kind),
        ]
        if let user = channel.user {
            ids = [
                .init("id", "\(device):\(user.id)"), .init("type", channel.isUserEnrollment ? kind : "User"),
                .init("parent_id", device),
            ]
        }
        return [
            .init(channel.isUserEnrollment ? "enrollment_id" : "udid", device), .init("ids", .object(ids)),
        ]
    }
}

/// RFC 3339 in UTC with milliseconds.
public enum Timestamp {
    public static func text(_ date: Date) -> String {
        // Formatting cuts off: a hair more than the nearest millisecond is cut to it.
        let nearest = (date.timeIntervalSince1970 * 1000).rounded() / 1000 + 0.000_1
        return Date(timeIntervalSince1970: nearest).formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    }
}
