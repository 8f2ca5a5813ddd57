/// Which of Apple's keys stand in which section, in the order of the page.
///
/// Source: `mdm/commands/information.device.yaml`, `mdm/commands/information.security.yaml`. A key that ends in a
/// point stands for all that begin so.
enum FactSection: String, CaseIterable, Sendable {
    case device, os, security, network, other

    var name: Text {
        switch self {
        case .device: Text(ja: "デバイス", en: "Device")
        case .os: Text(ja: "OS", en: "OS")
        case .security: Text(ja: "セキュリティ", en: "Security")
        case .network: Text(ja: "ネットワーク", en: "Network")
        case .other: Text(ja: "その他", en: "Other")
        }
    }

    var keys: [String] {
        switch self {
        case .device:
            [
                "DeviceName", "ModelName", "ProductName", "Model", "ModelNumber", "SerialNumber", "UDID",
                "ProvisioningUDID", "IsSupervised", "DeviceCapacity", "AvailableDeviceCapacity", "HasBattery",
                "BatteryLevel", "IsAppleSilicon", "IsMultiUser", "AwaitingConfiguration", "HostName", "LocalHostName",
                "TimeZone", "OrganizationInfo.",
            ]
        case .os:
            [
                "OSVersion", "BuildVersion", "SupplementalOSVersionExtra", "SupplementalBuildVersion",
                "iTunesStoreAccountIsActive", "IsCloudBackupEnabled", "LastCloudBackupDate",
                "DiagnosticSubmissionEnabled", "AppAnalyticsEnabled", "IsDoNotDisturbInEffect",
                "SoftwareUpdateDeviceID", "OSUpdateSettings.", "MDMOptions.", "SupportsiOSAppInstalls",
            ]
        case .security:
            [
                "PasscodePresent", "PasscodeCompliant", "PasscodeCompliantWithProfiles", "PasscodeLockGracePeriod",
                "PasscodeLockGracePeriodEnforced", "HardwareEncryptionCaps", "FDE_Enabled",
                "FDE_HasPersonalRecoveryKey", "FDE_HasInstitutionalRecoveryKey", "IsActivationLockSupported",
                "IsActivationLockEnabled", "IsDeviceLocatorServiceEnabled", "IsMDMLostModeEnabled",
                "SystemIntegrityProtectionEnabled", "AuthenticatedRootVolumeEnabled", "IsRecoveryLockEnabled",
                "RemoteDesktopEnabled", "PINRequiredForDeviceLock", "PINRequiredForEraseDevice", "EACSPreflight",
                "BootstrapTokenAllowedForAuthentication", "BootstrapTokenRequiredForSoftwareUpdate",
                "BootstrapTokenRequiredForKernelExtensionApproval", "FirewallSettings.", "SecureBoot.",
                "FirmwarePasswordStatus.", "ManagementStatus.",
            ]
        case .network:
            [
                "WiFiMAC", "BluetoothMAC", "EthernetMAC", "PhoneNumber", "IMEI", "MEID", "ICCID",
                "CurrentCarrierNetwork", "SubscriberCarrierNetwork", "SIMCarrierNetwork", "CarrierSettingsVersion",
                "CellularTechnology", "ModemFirmwareVersion", "DataRoamingEnabled", "VoiceRoamingEnabled",
                "IsRoaming", "PersonalHotspotEnabled", "IsNetworkTethered", "ServiceSubscriptions.",
            ]
        case .other: []
        }
    }

    static func isKnown(_ key: String) -> Bool {
        exact.contains(key) || hidden.contains(key) || beginnings.contains { key.hasPrefix($0) }
    }

    /// Encrypted or opaque: nothing that a person reads.
    private static let hidden: Set = [
        "FDE_PersonalRecoveryKeyCMS", "FDE_PersonalRecoveryKeyDeviceKey", "PushToken", "DevicePropertiesAttestation",
    ]
    private static let exact = Set(allCases.flatMap(\.keys).filter { !$0.hasSuffix(".") })
    private static let beginnings = allCases.flatMap(\.keys).filter { $0.hasSuffix(".") }
}
