/// What a webhook is sent: events as MicroMDM and NanoMDM shape them, or this product's own.
public enum WebhookFormat: String, Sendable, CaseIterable {
    /// Messages of devices. Programs written for MicroMDM read them as they are; the topics are theirs and closed.
    case mdm
    /// Entries of ログ as they are written.
    case own

    /// What a subscription of this format may ask for.
    public func knows(_ kind: String) -> Bool {
        switch self {
        case .mdm: MDMEventKind(rawValue: kind) != nil
        // Every event of the log, also of later versions: a list in Core/Administration.
        case .own: !kind.isEmpty && kind.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 }
        }
    }
}

/// The topics of MicroMDM's schema, with those reports apart that say nothing but "I am here".
public enum MDMEventKind: String, Sendable, CaseIterable {
    case authenticate = "mdm.Authenticate"
    case tokenUpdate = "mdm.TokenUpdate"
    case checkOut = "mdm.CheckOut"
    case userAuthenticate = "mdm.UserAuthenticate"
    case setBootstrapToken = "mdm.SetBootstrapToken"
    case getBootstrapToken = "mdm.GetBootstrapToken"
    case declarativeManagement = "mdm.DeclarativeManagement"
    case getToken = "mdm.GetToken"
    case connect = "mdm.Connect"
    /// `mdm.Connect` with status Idle: one for each poll of each device.
    case idle = "mdm.Connect.Idle"

    /// As it stands in the event.
    public var topic: String { self == .idle ? Self.connect.rawValue : rawValue }

    /// What a new subscription asks for: everything but polls.
    public static let standard = allCases.filter { $0 != .idle }
}
