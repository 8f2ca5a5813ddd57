extension DeviceFacts {
    /// - Parameter answer: the whole report, or its `QueryResponses`.
    public init(_ answer: PropertyList) {
        let list = answer["QueryResponses"] ?? answer
        readNames(list)
        readTelephony(list)
        readMeasures(list)
        readStates(list)
    }

    private mutating func readNames(_ list: PropertyList) {
        udid = list.text("UDID")
        provisioningUDID = list.text("ProvisioningUDID")
        deviceName = list.text("DeviceName")
        osVersion = list.text("OSVersion")
        supplementalOSVersionExtra = list.text("SupplementalOSVersionExtra")
        buildVersion = list.text("BuildVersion")
        supplementalBuildVersion = list.text("SupplementalBuildVersion")
        modelName = list.text("ModelName")
        model = list.text("Model")
        modelNumber = list.text("ModelNumber")
        productName = list.text("ProductName")
        serialNumber = list.text("SerialNumber")
        wiFiMAC = list.text("WiFiMAC")
        bluetoothMAC = list.text("BluetoothMAC")
        ethernetMAC = list.text("EthernetMAC")
        hostName = list.text("HostName")
        localHostName = list.text("LocalHostName")
        timeZone = list.text("TimeZone")
    }

    /// What the single-SIM keys do not say is taken from the first line that does.
    private mutating func readTelephony(_ list: PropertyList) {
        serviceSubscriptions = (list["ServiceSubscriptions"]?.arrayValue ?? []).prefix(8).map(ServiceSubscription.init)
        func first(_ key: String, _ field: (ServiceSubscription) -> String?) -> String? {
            list.text(key) ?? serviceSubscriptions.lazy.compactMap(field).first { !$0.isEmpty }
        }
        imei = first("IMEI", \.imei)
        meid = first("MEID", \.meid)
        iccid = first("ICCID", \.iccid)
        phoneNumber = first("PhoneNumber", \.phoneNumber)
        carrier = first("SubscriberCarrierNetwork", \.subscriberCarrierNetwork)
        carrier = carrier ?? first("CurrentCarrierNetwork", \.currentCarrierNetwork)
        modemFirmwareVersion = list.text("ModemFirmwareVersion")
        isRoaming = list["IsRoaming"]?.booleanValue ?? serviceSubscriptions.lazy.compactMap(\.isRoaming).first
        isDataRoamingEnabled = list["DataRoamingEnabled"]?.booleanValue
        isPersonalHotspotEnabled = list["PersonalHotspotEnabled"]?.booleanValue
    }

    private mutating func readMeasures(_ list: PropertyList) {
        deviceCapacity = list["DeviceCapacity"]?.realValue.flatMap { $0 >= 0 ? $0 : nil }
        availableDeviceCapacity = list["AvailableDeviceCapacity"]?.realValue.flatMap { $0 >= 0 ? $0 : nil }
        batteryLevel = list["BatteryLevel"]?.realValue.flatMap { (0...1).contains($0) ? $0 : nil }
        lastCloudBackupDate = list["LastCloudBackupDate"]?.dateValue
    }

    private mutating func readStates(_ list: PropertyList) {
        hasBattery = list["HasBattery"]?.booleanValue
        isSupervised = list["IsSupervised"]?.booleanValue
        isMultiUser = list["IsMultiUser"]?.booleanValue
        isAppleSilicon = list["IsAppleSilicon"]?.booleanValue
        isDeviceLocatorServiceEnabled = list["IsDeviceLocatorServiceEnabled"]?.booleanValue
        isActivationLockEnabled = list["IsActivationLockEnabled"]?.booleanValue
        isActivationLockSupported = list["IsActivationLockSupported"]?.booleanValue
        isMDMLostModeEnabled = list["IsMDMLostModeEnabled"]?.booleanValue
        isCloudBackupEnabled = list["IsCloudBackupEnabled"]?.booleanValue
        isSystemIntegrityProtectionEnabled = list["SystemIntegrityProtectionEnabled"]?.booleanValue
        isAwaitingConfiguration = list["AwaitingConfiguration"]?.booleanValue
        isPINRequiredForDeviceLock = list["PINRequiredForDeviceLock"]?.booleanValue
        isPINRequiredForEraseDevice = list["PINRequiredForEraseDevice"]?.booleanValue
    }
}

extension ServiceSubscription {
    init(_ list: PropertyList) {
        slot = list.text("Slot")
        label = list.text("Label")
        phoneNumber = list.text("PhoneNumber")
        imei = list.text("IMEI")
        meid = list.text("MEID")
        iccid = list.text("ICCID")
        eid = list.text("EID")
        currentCarrierNetwork = list.text("CurrentCarrierNetwork")
        subscriberCarrierNetwork = list.text("SubscriberCarrierNetwork")
        isRoaming = list["IsRoaming"]?.booleanValue
        isDataPreferred = list["IsDataPreferred"]?.booleanValue
    }
}

extension PropertyList {
    /// The string under a key, cut to 1 KiB.
    func text(_ key: String) -> String? { self[key]?.stringValue?.cut(toBytes: 1024) }
}
