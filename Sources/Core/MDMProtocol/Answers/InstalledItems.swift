/// One profile on a device. Source: `mdm/commands/profile.list.yaml`.
public struct InstalledProfile: Hashable, Sendable {
    public var identifier: String?
    public var uuid: String?
    public var displayName: String?
    public var organization: String?
    public var description: String?
    public var isManaged: Bool?
    public var isEncrypted: Bool?
    public var isRemovalDisallowed: Bool?
    /// The payload types in it, as often as they occur.
    public var payloadTypes: [String] = []

    public init(
        identifier: String? = nil, uuid: String? = nil, displayName: String? = nil, organization: String? = nil,
        description: String? = nil, isManaged: Bool? = nil, isEncrypted: Bool? = nil, isRemovalDisallowed: Bool? = nil,
        payloadTypes: [String] = []
    ) {
        self.identifier = identifier
        self.uuid = uuid
        self.displayName = displayName
        self.organization = organization
        self.description = description
        self.isManaged = isManaged
        self.isEncrypted = isEncrypted
        self.isRemovalDisallowed = isRemovalDisallowed
        self.payloadTypes = payloadTypes
    }

    /// Of a report to ProfileList; empty when it holds none.
    public static func list(in answer: PropertyList) -> [InstalledProfile] {
        answer.entries("ProfileList").map { entry in
            InstalledProfile(
                identifier: entry.text("PayloadIdentifier"), uuid: entry.text("PayloadUUID"),
                displayName: entry.text("PayloadDisplayName"), organization: entry.text("PayloadOrganization"),
                description: entry.text("PayloadDescription"), isManaged: entry["IsManaged"]?.booleanValue,
                isEncrypted: entry["IsEncrypted"]?.booleanValue,
                isRemovalDisallowed: entry["PayloadRemovalDisallowed"]?.booleanValue,
                payloadTypes: entry.entries("PayloadContent").compactMap { $0.text("PayloadType") })
        }
    }
}

/// One certificate on a device. Source: `mdm/commands/certificate.list.yaml`.
public struct InstalledCertificate: Hashable, Sendable {
    public var commonName: String?
    /// A private key belongs to it.
    public var isIdentity: Bool?
    /// DER, as the device sent it: nothing has read it yet.
    public var data: [UInt8]?

    public init(
        commonName: String? = nil, isIdentity: Bool? = nil, data: [UInt8]? = nil
    ) {
        self.commonName = commonName
        self.isIdentity = isIdentity
        self.data = data
    }

    /// Of a report to CertificateList; empty when it holds none.
    public static func list(in answer: PropertyList) -> [InstalledCertificate] {
        answer.entries("CertificateList").map { entry in
            InstalledCertificate(
                commonName: entry.text("CommonName"), isIdentity: entry["IsIdentity"]?.booleanValue,
                data: entry["Data"]?.dataValue)
        }
    }
}

/// One app on a device. Source: `mdm/commands/application.installed.list.yaml`.
public struct InstalledApplication: Hashable, Sendable {
    /// Bundle identifier; some apps of a Mac have none.
    public var identifier: String?
    public var name: String?
    public var version: String?
    public var shortVersion: String?
    /// Bytes.
    public var bundleSize: Int64?
    public var isInstalling: Bool?
    public var hasUpdateAvailable: Bool?

    public init(
        identifier: String? = nil, name: String? = nil, version: String? = nil, shortVersion: String? = nil,
        bundleSize: Int64? = nil, isInstalling: Bool? = nil, hasUpdateAvailable: Bool? = nil
    ) {
        self.identifier = identifier
        self.name = name
        self.version = version
        self.shortVersion = shortVersion
        self.bundleSize = bundleSize
        self.isInstalling = isInstalling
        self.hasUpdateAvailable = hasUpdateAvailable
    }

    /// Of a report to InstalledApplicationList; empty when it holds none.
    public static func list(in answer: PropertyList) -> [InstalledApplication] {
        answer.entries("InstalledApplicationList").map { entry in
            InstalledApplication(
                identifier: entry.text("Identifier"), name: entry.text("Name"), version: entry.text("Version"),
                shortVersion: entry.text("ShortVersion"), bundleSize: entry["BundleSize"]?.integerValue,
                isInstalling: entry["Installing"]?.booleanValue,
                hasUpdateAvailable: entry["HasUpdateAvailable"]?.booleanValue)
        }
    }
}

extension PropertyList {
    /// The dictionaries of an array under a key; anything else in it is left out.
    func entries(_ key: String) -> [PropertyList] {
        (self[key]?.arrayValue ?? []).filter { $0.dictionaryValue != nil }
    }
}
