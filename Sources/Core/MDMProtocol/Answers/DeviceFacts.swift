public import FoundationEssentials

/// What a device says of itself: `QueryResponses` of DeviceInformation.
/// Source: `mdm/commands/information.device.yaml`.
///
/// A key that is missing or of the wrong type is nil; a device leaves out what it cannot or may not tell. Strings
/// are cut to 1 KiB.
public struct DeviceFacts: Hashable, Sendable {
    public var udid: String?
    public var provisioningUDID: String?
    public var deviceName: String?
    public var osVersion: String?
    public var supplementalOSVersionExtra: String?
    public var buildVersion: String?
    public var supplementalBuildVersion: String?
    public var modelName: String?
    public var model: String?
    public var modelNumber: String?
    public var productName: String?
    public var serialNumber: String?
    public var imei: String?
    public var meid: String?
    public var iccid: String?
    public var phoneNumber: String?
    public var carrier: String?
    public var modemFirmwareVersion: String?
    public var wiFiMAC: String?
    public var bluetoothMAC: String?
    public var ethernetMAC: String?
    public var hostName: String?
    public var localHostName: String?
    public var timeZone: String?
    /// Decimal gigabytes (Macs up to macOS 11: 2^30 bytes).
    public var deviceCapacity: Double?
    /// As ``deviceCapacity``.
    public var availableDeviceCapacity: Double?
    /// 0 to 1; nil when the device does not know (it then says -1).
    public var batteryLevel: Double?
    public var hasBattery: Bool?
    public var isSupervised: Bool?
    public var isMultiUser: Bool?
    public var isAppleSilicon: Bool?
    public var isRoaming: Bool?
    public var isDataRoamingEnabled: Bool?
    public var isPersonalHotspotEnabled: Bool?
    public var isDeviceLocatorServiceEnabled: Bool?
    public var isActivationLockEnabled: Bool?
    public var isActivationLockSupported: Bool?
    public var isMDMLostModeEnabled: Bool?
    public var isCloudBackupEnabled: Bool?
    public var isSystemIntegrityProtectionEnabled: Bool?
    public var isAwaitingConfiguration: Bool?
    public var isPINRequiredForDeviceLock: Bool?
    public var isPINRequiredForEraseDevice: Bool?
    public var lastCloudBackupDate: Date?
    /// One per SIM line; replaces IMEI, ICCID, PhoneNumber … which iOS 26 no longer tells.
    public var serviceSubscriptions: [ServiceSubscription] = []

    public init() {}

    public var platform: Platform { Platform(productName: productName, model: model ?? modelName) }
}

/// One SIM line of a device.
public struct ServiceSubscription: Hashable, Sendable {
    public var slot: String?
    public var label: String?
    public var phoneNumber: String?
    public var imei: String?
    public var meid: String?
    public var iccid: String?
    public var eid: String?
    public var currentCarrierNetwork: String?
    public var subscriberCarrierNetwork: String?
    public var isRoaming: Bool?
    public var isDataPreferred: Bool?

    public init() {}
}
