extension DeviceCommand {
    /// Asks for the facts the pages show, as far as the platform has them.
    public static func deviceInformation(on platform: Platform) -> DeviceCommand {
        deviceInformation(queries: queries(on: platform))
    }

    /// Source: `mdm/commands/information.device.yaml`. What a device cannot or may not tell it leaves out.
    public static func deviceInformation(queries: [String]) -> DeviceCommand {
        DeviceCommand(
            requestType: "DeviceInformation", keys: [("Queries", .array(queries.map(PropertyList.string)))])
    }

    public static let securityInfo = DeviceCommand(requestType: "SecurityInfo")
    public static let profileList = DeviceCommand(requestType: "ProfileList")
    public static let certificateList = DeviceCommand(requestType: "CertificateList")

    /// All apps. On iPhone and iPad only the attributes we read: sizes cost the device time.
    public static func installedApplicationList(on platform: Platform) -> DeviceCommand {
        guard platform.isMobile else { return DeviceCommand(requestType: "InstalledApplicationList") }
        let items = ["Identifier", "Name", "Version", "ShortVersion", "BundleSize", "Installing", "HasUpdateAvailable"]
        return DeviceCommand(
            requestType: "InstalledApplicationList", keys: [("Items", .array(items.map(PropertyList.string)))])
    }

    /// The names to ask for; each exists on the platform by Apple's schema (a test compares).
    static func queries(on platform: Platform) -> [String] {
        switch platform {
        case .iPhone, .iPad: common + mobile
        case .mac: common + ["HostName", "LocalHostName"] + mac
        case .other: common
        }
    }

    private static let common = [
        "UDID", "DeviceName", "OSVersion", "SupplementalOSVersionExtra", "BuildVersion", "SupplementalBuildVersion",
        "ModelName", "Model", "ModelNumber", "ProductName", "SerialNumber", "DeviceCapacity",
        "AvailableDeviceCapacity", "BatteryLevel", "IsSupervised", "AwaitingConfiguration", "WiFiMAC",
        "BluetoothMAC",
    ]
    private static let mobile = [
        "IMEI", "MEID", "ICCID", "PhoneNumber", "ModemFirmwareVersion", "CellularTechnology",
        "CurrentCarrierNetwork", "SubscriberCarrierNetwork", "CarrierSettingsVersion", "IsRoaming",
        "DataRoamingEnabled", "PersonalHotspotEnabled", "ServiceSubscriptions", "IsMultiUser",
        "IsDeviceLocatorServiceEnabled", "IsActivationLockEnabled", "IsMDMLostModeEnabled",
        "IsCloudBackupEnabled", "LastCloudBackupDate", "TimeZone",
    ]
    private static let mac = [
        "ProvisioningUDID", "IsAppleSilicon", "HasBattery", "EthernetMAC", "SystemIntegrityProtectionEnabled",
        "IsActivationLockEnabled", "IsActivationLockSupported", "PINRequiredForDeviceLock",
        "PINRequiredForEraseDevice", "SupportsiOSAppInstalls",
    ]
}
