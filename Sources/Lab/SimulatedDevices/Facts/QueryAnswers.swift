import MDMProtocol

/// What a device says to DeviceInformation, query by query; what it does not know it leaves out.
///
/// Source: apple/device-management, `mdm/commands/information.device.yaml`.
struct QueryAnswers {
    let facts: DeviceFacts
    /// The bits of the profile: 16 device, 32 network, 4096 applications.
    let accessRights: Int
    let organization: String?

    func callAsFunction(_ queries: [String]) -> PropertyList {
        var seen: Set<String> = []
        return .dictionary(
            queries.compactMap { query in
                guard seen.insert(query).inserted, let value = value(query) else { return nil }
                return (key: query, value: value)
            })
    }

    private func value(_ query: String) -> PropertyList? {
        if let value = always(query) { return value }
        if accessRights & 16 != 0, let value = device(query) ?? (facts.isMac ? mac(query) : mobile(query)) {
            return value
        }
        if accessRights & 32 != 0, let value = network(query) { return value }
        guard accessRights & 4096 != 0 else { return nil }
        switch query {
        case "iTunesStoreAccountIsActive": return .boolean(false)
        default: return nil
        }
    }

    private func always(_ query: String) -> PropertyList? {
        switch query {
        case "UDID": .string(facts.udid)
        case "ProvisioningUDID": facts.provisioningUDID.map { .string($0) }
        case "AwaitingConfiguration": .boolean(false)
        case "OrganizationInfo":
            organization.map { .dictionary([(key: "OrganizationName", value: .string($0))]) } ?? .dictionary([])
        case "MDMOptions": .dictionary([(key: "ActivationLockAllowedWhileSupervised", value: .boolean(false))])
        default: nil
        }
    }

    private func device(_ query: String) -> PropertyList? {
        switch query {
        case "DeviceName": .string(facts.name)
        case "OSVersion": .string(facts.osVersion)
        case "BuildVersion", "SupplementalBuildVersion": .string(facts.buildVersion)
        case "ModelName": .string(facts.modelName)
        case "Model": .string(facts.model)
        case "ModelNumber": .string(facts.modelNumber)
        case "ProductName": .string(facts.productName)
        case "SerialNumber": .string(facts.serialNumber)
        case "DeviceCapacity": .real(facts.capacity)
        case "AvailableDeviceCapacity": .real(facts.availableCapacity)
        case "BatteryLevel": .real(facts.batteryLevel)
        case "IsSupervised": .boolean(facts.isSupervised)
        case "IsActivationLockEnabled": .boolean(false)
        case "TimeZone": .string("Asia/Tokyo")
        case "SoftwareUpdateDeviceID": .string(facts.productName)
        default: nil
        }
    }

    private func mac(_ query: String) -> PropertyList? {
        switch query {
        case "IsAppleSilicon", "HasBattery", "SystemIntegrityProtectionEnabled", "IsActivationLockSupported":
            .boolean(true)
        case "SupportsiOSAppInstalls": .boolean(true)
        case "SupportsLOMDevice", "PINRequiredForEraseDevice": .boolean(false)
        case "PINRequiredForDeviceLock": .boolean(true)
        case "LocalHostName", "HostName": .string("\(facts.userShortName ?? "mac")-mac.local")
        case "ActiveManagedUsers": .array([facts.userID ?? ""].filter { !$0.isEmpty }.map { .string($0) })
        case "EACSPreflight": .string("success")
        default: nil
        }
    }

    private func mobile(_ query: String) -> PropertyList? {
        switch query {
        case "IMEI": nil  // removed with iOS 26, like the other single-SIM queries: ServiceSubscriptions has it.
        case "CellularTechnology": .integer(facts.kind == .iPhone ? 3 : 0)
        case "ModemFirmwareVersion": facts.kind == .iPhone ? .string("1.10.03") : nil
        case "IsMultiUser", "IsDoNotDisturbInEffect", "IsMDMLostModeEnabled", "IsDeviceLocatorServiceEnabled":
            .boolean(false)
        case "IsCloudBackupEnabled", "DiagnosticSubmissionEnabled", "AppAnalyticsEnabled": .boolean(false)
        case "EASDeviceIdentifier": .string(String(facts.udid.filter { $0 != "-" }.prefix(26)))
        default: nil
        }
    }

    private func network(_ query: String) -> PropertyList? {
        switch query {
        case "WiFiMAC": .string(facts.wifiMAC)
        case "BluetoothMAC": .string(facts.bluetoothMAC)
        case "EthernetMAC": facts.ethernetMAC.map { .string($0) }
        case "ServiceSubscriptions": facts.isMac ? nil : subscriptions
        case "DataRoamingEnabled", "PersonalHotspotEnabled", "IsNetworkTethered":
            facts.isMac ? nil : .boolean(false)
        default: nil
        }
    }

    private var subscriptions: PropertyList {
        guard facts.kind == .iPhone else { return .array([]) }
        let line: [(key: String, value: PropertyList?)] = [
            ("Slot", .string("CTSubscriptionSlotOne")), ("Label", .string("主回線")),
            ("LabelID", .string("7B0E5B2D-2F0A-4A41-9A06-0D52E0A6A1C1")), ("IMEI", facts.imei.map { .string($0) }),
            ("ICCID", facts.iccid.map { .string($0) }), ("PhoneNumber", facts.phoneNumber.map { .string($0) }),
            ("CurrentCarrierNetwork", .string("Lab Mobile")), ("SubscriberCarrierNetwork", .string("Lab Mobile")),
            ("CurrentMCC", .string("440")), ("CurrentMNC", .string("99")), ("CarrierSettingsVersion", .string("64.0")),
            ("IsDataPreferred", .boolean(true)), ("IsVoicePreferred", .boolean(true)), ("IsRoaming", .boolean(false)),
        ]
        return .array([.dictionary(line.compactMap { entry in entry.value.map { (key: entry.key, value: $0) } })])
    }
}
