import Foundation

/// What an administrator decides about devices that enroll by themselves. A definition at Apple's is immutable: a
/// change is a new one, which is assigned in the old one's place (reference/ade.md §4).
public struct SetupSettings: Sendable, Equatable, Codable {
    public var name: String
    public var isMandatory: Bool
    /// Whether the person may remove the management profile.
    public var isRemovable: Bool
    /// Panes of Setup Assistant that are left out, by Apple's names.
    public var skippedItems: [String]
    public var department: String
    public var supportPhoneNumber: String

    public init(
        name: String, isMandatory: Bool = true, isRemovable: Bool = false, skippedItems: [String] = [],
        department: String = "", supportPhoneNumber: String = ""
    ) {
        self.name = name
        self.isMandatory = isMandatory
        self.isRemovable = isRemovable
        self.skippedItems = skippedItems
        self.department = department
        self.supportPhoneNumber = supportPhoneNumber
    }

    /// Panes that can be skipped on iPhone, iPad and Mac, in the order of the page. Source:
    /// apple/device-management other/skipkeys.yaml.
    public static let items = [
        "AppleID", "Android", "Appearance", "AppStore", "Biometric", "DeviceToDeviceMigration", "Diagnostics",
        "FileVault", "iCloudStorage", "iMessageAndFaceTime", "Intelligence", "Location", "Payment", "Privacy",
        "Restore",
        "RestoreCompleted", "Safety", "ScreenTime", "SIMSetup", "Siri", "SoftwareUpdate", "TOS", "UpdateCompleted",
        "WatchMigration", "Welcome",
    ]

    public enum Problem: Error, Sendable, Equatable {
        case nameInvalid(limit: Int)
        case departmentTooLong(limit: Int)
        case supportPhoneTooLong(limit: Int)
    }

    public static let nameLimit = 125
    public static let departmentLimit = 125
    public static let phoneLimit = 50

    /// Without control characters and unknown panes.
    public func checked() throws(Problem) -> SetupSettings {
        var result = self
        result.name = Self.clean(name)
        result.department = Self.clean(department)
        result.supportPhoneNumber = Self.clean(supportPhoneNumber)
        result.skippedItems = Self.items.filter(skippedItems.contains)
        guard (1...Self.nameLimit).contains(result.name.count) else { throw .nameInvalid(limit: Self.nameLimit) }
        guard result.department.count <= Self.departmentLimit else {
            throw .departmentTooLong(limit: Self.departmentLimit)
        }
        guard result.supportPhoneNumber.count <= Self.phoneLimit else {
            throw .supportPhoneTooLong(limit: Self.phoneLimit)
        }
        return result
    }

    private static func clean(_ text: String) -> String {
        let scalars = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespaces)
    }
}

extension SetupSettings {
    /// The object for `POST /profile`. The device waits for DeviceConfigured, which the server always sends.
    public func json(url: String) -> [UInt8] {
        var object: [String: Any] = [
            "profile_name": name, "url": url, "is_supervised": true, "is_mandatory": isMandatory,
            "is_mdm_removable": isRemovable, "await_device_configured": true, "skip_setup_items": skippedItems,
        ]
        if !department.isEmpty { object["department"] = department }
        if !supportPhoneNumber.isEmpty { object["support_phone_number"] = supportPhoneNumber }
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return data.map(Array.init) ?? []
    }

    /// As it is stored.
    public var stored: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    public init?(stored: String) {
        guard let settings = try? JSONDecoder().decode(SetupSettings.self, from: Data(stored.utf8)) else { return nil }
        self = settings
    }
}
