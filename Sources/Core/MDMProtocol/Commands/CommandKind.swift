/// What an administrator can ask of a device today.
public enum CommandKind: String, Hashable, Sendable, CaseIterable, Codable {
    case deviceInformation, securityInfo, profileList, certificateList, installedApplicationList
    case lock, erase, clearPasscode, restart, shutDown, installEnrollmentProfile
    /// Lets Setup Assistant go on, which waited for it. Nobody orders it; the server always sends it.
    case deviceConfigured

    /// Apple's name on the wire.
    public var requestType: String {
        switch self {
        case .deviceInformation: "DeviceInformation"
        case .securityInfo: "SecurityInfo"
        case .profileList: "ProfileList"
        case .certificateList: "CertificateList"
        case .installedApplicationList: "InstalledApplicationList"
        case .lock: "DeviceLock"
        case .erase: "EraseDevice"
        case .clearPasscode: "ClearPasscode"
        case .restart: "RestartDevice"
        case .shutDown: "ShutDownDevice"
        case .installEnrollmentProfile: "InstallProfile"
        case .deviceConfigured: "DeviceConfigured"
        }
    }

    /// Passes the one gate of destructive commands: lock, erase, clear passcode.
    public var isDestructive: Bool {
        switch self {
        case .lock, .erase, .clearPasscode: true
        case .deviceInformation, .securityInfo, .profileList, .certificateList, .installedApplicationList,
            .restart, .shutDown, .installEnrollmentProfile, .deviceConfigured:
            false
        }
    }

    /// The bit of `AccessRights` without which the device answers Error; nil where each query has its own.
    public var accessRight: Int? {
        switch self {
        case .deviceInformation, .deviceConfigured: nil
        case .securityInfo: 1024
        case .profileList, .certificateList: 1
        case .installedApplicationList: 256
        case .lock, .clearPasscode, .restart, .shutDown: 4
        case .erase: 8
        case .installEnrollmentProfile: 2
        }
    }

    /// What 同期 asks for, in this order.
    public static let synchronization: [CommandKind] = [
        .deviceInformation, .securityInfo, .profileList, .certificateList, .installedApplicationList,
    ]
}
