extension DeviceCommand {
    /// Source: `mdm/commands/device.lock.yaml`.
    ///
    /// - Parameters:
    ///   - message: shown on the lock screen; on iPhone and iPad only if a passcode is set.
    ///   - phoneNumber: likewise.
    ///   - pin: Mac only, exactly six characters. Stored before it is queued: nothing else unlocks the Mac.
    public static func lock(
        message: String? = nil, phoneNumber: String? = nil, pin: String? = nil
    ) -> DeviceCommand {
        DeviceCommand(
            requestType: "DeviceLock",
            keys: given([
                ("Message", message.map(PropertyList.string)),
                ("PhoneNumber", phoneNumber.map(PropertyList.string)),
                ("PIN", pin.map(PropertyList.string)),
            ]))
    }

    /// What a Mac does when Erase All Content and Settings cannot run (macOS 12).
    public enum ObliterationBehavior: String, Hashable, Sendable, CaseIterable, Codable {
        case `default` = "Default"
        case doNotObliterate = "DoNotObliterate"
        case obliterateWithWarning = "ObliterateWithWarning"
        case always = "Always"
    }

    /// Source: `mdm/commands/device.erase.yaml`. The device answers once and never checks in again under this
    /// enrollment.
    ///
    /// - Parameters:
    ///   - pin: Mac only, exactly six characters.
    ///   - preserveDataPlan: iPhone and iPad: keep the eSIM.
    ///   - disallowProximitySetup: iPhone and iPad.
    ///   - obliterationBehavior: Mac only.
    public static func erase(
        pin: String? = nil, preserveDataPlan: Bool? = nil, disallowProximitySetup: Bool? = nil,
        obliterationBehavior: ObliterationBehavior? = nil
    ) -> DeviceCommand {
        DeviceCommand(
            requestType: "EraseDevice",
            keys: given([
                ("PreserveDataPlan", preserveDataPlan.map(PropertyList.boolean)),
                ("DisallowProximitySetup", disallowProximitySetup.map(PropertyList.boolean)),
                ("PIN", pin.map(PropertyList.string)),
                ("ObliterationBehavior", (obliterationBehavior?.rawValue).map(PropertyList.string)),
            ]))
    }

    /// Source: `mdm/commands/passcode.clear.yaml`; iPhone and iPad.
    ///
    /// - Parameter unlockToken: the newest one the device gave us.
    public static func clearPasscode(unlockToken: [UInt8]) -> DeviceCommand {
        DeviceCommand(requestType: "ClearPasscode", keys: [("UnlockToken", .data(unlockToken))])
    }

    /// Source: `mdm/commands/device.restart.yaml`.
    ///
    /// - Parameter notifyUser: Mac: ask the user instead of doing it. macOS 11.4 and later by the schema.
    public static func restart(notifyUser: Bool? = nil) -> DeviceCommand {
        DeviceCommand(
            requestType: "RestartDevice", keys: given([("NotifyUser", notifyUser.map(PropertyList.boolean))]))
    }

    /// Source: `mdm/commands/device.shutdown.yaml`. Stays off until somebody switches it on.
    public static let shutDown = DeviceCommand(requestType: "ShutDownDevice")

    /// Source: `mdm/commands/device.configured.yaml`.
    public static let deviceConfigured = DeviceCommand(requestType: "DeviceConfigured")

    /// Source: `mdm/commands/profile.install.yaml`.
    ///
    /// - Parameter payload: the whole `.mobileconfig`, plain or signed.
    public static func installProfile(payload: [UInt8]) -> DeviceCommand {
        DeviceCommand(requestType: "InstallProfile", keys: [("Payload", .data(payload))])
    }

    private static func given(_ keys: [(key: String, value: PropertyList?)]) -> [(key: String, value: PropertyList)] {
        keys.compactMap { pair in pair.value.map { (pair.key, $0) } }
    }
}
