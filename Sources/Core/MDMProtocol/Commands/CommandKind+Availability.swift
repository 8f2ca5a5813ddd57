/// Whether a device can be asked, and if not, why not.
public enum Availability: Hashable, Sendable {
    case available
    case needsSupervision
    case notOn(Platform)
    /// The first version that can do it.
    case needsOS(String)
}

extension CommandKind {
    /// Facts of `mdm/commands/*.yaml` (supportedOS); a test holds them against Apple's schema.
    struct Support: Hashable {
        /// First version, nil when the platform never has it.
        let iOS: String?
        let macOS: String?
        /// iPhone and iPad only when supervised. On a Mac none of these commands asks for it.
        let supervisedOniOS: Bool
    }

    var support: Support {
        switch self {
        case .deviceInformation, .securityInfo, .profileList, .certificateList, .lock, .erase,
            .installEnrollmentProfile:
            Support(iOS: "4.0", macOS: "10.7", supervisedOniOS: false)
        case .installedApplicationList: Support(iOS: "5.0", macOS: "10.7", supervisedOniOS: false)
        case .clearPasscode: Support(iOS: "4.0", macOS: nil, supervisedOniOS: false)
        case .deviceConfigured: Support(iOS: "9.0", macOS: "10.11", supervisedOniOS: true)
        case .restart, .shutDown: Support(iOS: "10.3", macOS: "10.13", supervisedOniOS: true)
        }
    }

    /// - Parameters:
    ///   - osVersion: as the device reported it; nil (never reported) hinders nothing.
    ///   - isSupervised: nil (never reported) hinders nothing: the device itself will say so.
    public func isAvailable(on platform: Platform, osVersion: String?, isSupervised: Bool?) -> Availability {
        let first: String?
        switch platform {
        case .iPhone, .iPad: first = support.iOS
        case .mac: first = support.macOS
        case .other: first = nil
        }
        guard let first, let needed = OSVersion(first) else { return .notOn(platform) }
        if let current = osVersion.flatMap(OSVersion.init), current < needed { return .needsOS(first) }
        if platform.isMobile, support.supervisedOniOS, isSupervised == false { return .needsSupervision }
        return .available
    }
}
