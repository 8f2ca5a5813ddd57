/// What iOS and macOS refuse before they look at a command's contents. Sources: `commands.md`, the archived MDM Protocol
/// Reference, chapter 3.
enum CommandRules {
    /// The bit that the profile must give; nil for a command that needs none. A missing entry is an unknown command.
    static let rights: [String: Int?] = [
        "DeviceInformation": nil, "SecurityInfo": 1024, "ProfileList": 1, "CertificateList": 1,
        "InstalledApplicationList": 256, "DeviceLock": 4, "EraseDevice": 8, "ClearPasscode": 4, "RestartDevice": 4,
        "ShutDownDevice": 4, "InstallProfile": 2, "RemoveProfile": 2, "ProvisioningProfileList": 64,
        "ManagedApplicationList": 4096, "Restrictions": 512, "DeviceConfigured": nil,
    ]

    /// iOS answers these whatever the state of its screen.
    private static let neverNotNow: Set = [
        "DeviceInformation", "ProfileList", "DeviceLock", "EraseDevice", "ClearPasscode", "CertificateList",
        "ProvisioningProfileList", "InstalledApplicationList", "Restrictions", "RestartDevice", "ShutDownDevice",
    ]
    /// macOS answers only these in Power Nap.
    private static let inPowerNap: Set = ["DeviceLock", "EraseDevice", "RestartDevice", "ShutDownDevice"]
    private static let notOnMac: Set = ["ClearPasscode", "Restrictions"]
    private static let supervisedOnly: Set = ["RestartDevice", "ShutDownDevice"]
    private static let userChannel: Set = [
        "DeviceInformation", "ProfileList", "CertificateList", "InstalledApplicationList", "SecurityInfo",
        "InstallProfile", "RemoveProfile", "ManagedApplicationList",
    ]

    /// The answer when the command goes no further; nil to carry it out.
    static func refusal(_ type: String, _ record: DeviceRecord, _ channel: Channel) -> CommandAnswer? {
        let behaviour = record.behaviour
        func named(_ list: [String]) -> Bool { list.contains(type) || list.contains("*") }
        if named(behaviour.formatErrors) { return .formatError("The command \(type) is malformed.") }
        if let fault = behaviour.errors[type] ?? behaviour.errors["*"] {
            return .error(fault.code, fault.domain, fault.description)
        }
        if named(behaviour.notNow) { return .notNow }
        guard let right = rights[type], !(record.facts.isMac && notOnMac.contains(type)) else {
            return CommandAnswer.error(12021, "MCMDMErrorDomain", "“\(type)” is not a valid request type.")
        }
        guard channel == .device || userChannel.contains(type) else {
            return .error(12021, "MCMDMErrorDomain", "“\(type)” cannot be sent to a user.")
        }
        let given = record.enrollment?.profile.mdm.accessRights ?? 0
        if let right, given & right == 0 {
            return .error(12007, "MCMDMErrorDomain", "The MDM server is not authorized to send “\(type)”.")
        }
        if behaviour.isLocked, channel == .device {
            if record.facts.isMac ? !inPowerNap.contains(type) : record.facts.hasPasscode && !neverNotNow.contains(type)
            {
                return .notNow
            }
        }
        if supervisedOnly.contains(type), !record.facts.isMac, !record.facts.isSupervised {
            return .error(12079, "MCMDMErrorDomain", "“\(type)” needs a supervised device.")
        }
        return nil
    }
}
