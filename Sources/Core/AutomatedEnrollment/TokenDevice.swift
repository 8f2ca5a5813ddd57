public import Foundation

/// A device that Apple Business Manager has assigned to the token's server.
public struct TokenDevice: Sendable, Equatable {
    public enum ProfileStatus: String, Sendable, CaseIterable {
        case empty, assigned, pushed, removed
    }

    public let serialNumber: String
    public var model: String
    public var summary: String
    public var color: String
    public var assetTag: String
    /// `iPhone`, `iPad`, `Mac`, …
    public var family: String
    public var assignedBy: String
    public var assignedAt: Date?
    public var profileStatus: ProfileStatus
    /// Apple's; empty when none is assigned.
    public var profileUUID: String

    public init(
        serialNumber: String, model: String = "", summary: String = "", color: String = "", assetTag: String = "",
        family: String = "", assignedBy: String = "", assignedAt: Date? = nil,
        profileStatus: ProfileStatus = .empty, profileUUID: String = ""
    ) {
        self.serialNumber = serialNumber
        self.model = model
        self.summary = summary
        self.color = color
        self.assetTag = assetTag
        self.family = family
        self.assignedBy = assignedBy
        self.assignedAt = assignedAt
        self.profileStatus = profileStatus
        self.profileUUID = profileUUID
    }
}

/// One answer of `POST /server/devices` or `POST /devices/sync` (reference/ade.md §3).
public struct DevicePage: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public let device: TokenDevice
        /// True: not the server's any more. Fetched devices carry no word about it.
        public let isDeleted: Bool
        /// When it happened; nil where nothing is said.
        public let happenedAt: Date?

        public init(device: TokenDevice, isDeleted: Bool = false, happenedAt: Date? = nil) {
            self.device = device
            self.isDeleted = isDeleted
            self.happenedAt = happenedAt
        }
    }

    public let entries: [Entry]
    public let cursor: String
    public let hasMore: Bool

    public init(entries: [Entry], cursor: String, hasMore: Bool) {
        self.entries = entries
        self.cursor = cursor
        self.hasMore = hasMore
    }

    public static let mostDevices = 1_000

    /// Of each serial number the newest entry; `op_date` decides, then the order of the page.
    public var newest: [Entry] {
        var places: [String: Int] = [:]
        var kept: [Entry] = []
        for entry in entries {
            let serial = entry.device.serialNumber
            if let place = places[serial] {
                let before = kept[place].happenedAt ?? .distantPast
                if entry.happenedAt ?? .distantPast >= before { kept[place] = entry }
            } else {
                places[serial] = kept.count
                kept.append(entry)
            }
        }
        return kept
    }
}

/// The wire: unknown keys are ignored, dates are ISO 8601 or empty.
extension DevicePage {
    private struct Wire: Decodable {
        let cursor: String?
        let devices: [Device]?
        let more_to_follow: Bool?
    }

    private struct Device: Decodable {
        let serial_number: String?
        let model, description, color, asset_tag, device_family, device_assigned_by, device_assigned_date: String?
        let profile_status, profile_uuid, op_type, op_date: String?
    }

    /// - Throws: ``ServiceProblem/unreadable``.
    public init(json: some Sequence<UInt8>) throws(ServiceProblem) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(json)) else { throw .unreadable }
        let cursor = wire.cursor ?? ""
        guard cursor.utf8.count <= 4_096, (wire.devices ?? []).count <= Self.mostDevices else { throw .unreadable }
        self.init(
            entries: (wire.devices ?? []).compactMap(Self.entry), cursor: cursor, hasMore: wire.more_to_follow ?? false)
    }

    private static func entry(_ device: Device) -> Entry? {
        guard let serial = device.serial_number, (1...64).contains(serial.utf8.count),
            serial.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        func text(_ value: String?) -> String {
            String(String.UnicodeScalarView((value ?? "").unicodeScalars.filter { $0.value > 0x1F }.prefix(256)))
        }
        return Entry(
            device: TokenDevice(
                serialNumber: serial, model: text(device.model), summary: text(device.description),
                color: text(device.color), assetTag: text(device.asset_tag), family: text(device.device_family),
                assignedBy: text(device.device_assigned_by),
                assignedAt: ServerToken.instant(device.device_assigned_date ?? ""),
                profileStatus: device.profile_status.flatMap(TokenDevice.ProfileStatus.init) ?? .empty,
                profileUUID: text(device.profile_uuid)),
            isDeleted: device.op_type == "deleted", happenedAt: ServerToken.instant(device.op_date ?? ""))
    }
}
