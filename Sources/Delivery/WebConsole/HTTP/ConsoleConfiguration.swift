public import Administration

/// What the console must know about its surroundings; decided once, at start.
public struct ConsoleConfiguration: Sendable {
    /// Every page says so, and the link to Apple's portal leads to the Lab's.
    public var isLab: Bool
    /// Target of the link whose text is `https://identity.apple.com/pushcert/`.
    public var portalURL: String
    /// Target of the link whose text is `https://business.apple.com/`.
    public var managerURL: String
    /// The address that browsers use, without a final slash; `https` decides about cookies and HSTS.
    public var publicURL: String
    /// True when a proxy on this machine adds `X-Forwarded-For`; only its last entry is believed.
    public var isBehindLoopbackProxy: Bool
    public var version: String
    /// The master key as a recovery sheet, for the one page that shows it.
    public var recoverySheet: @Sendable () throws -> Secret<[String]>
    /// Public name of the installation, printed on the sheet.
    public var installationName: String

    public init(
        isLab: Bool, portalURL: String, managerURL: String = ConsoleConfiguration.appleManagerURL, publicURL: String,
        isBehindLoopbackProxy: Bool, version: String,
        installationName: String, recoverySheet: @escaping @Sendable () throws -> Secret<[String]>
    ) {
        self.isLab = isLab
        self.portalURL = portalURL
        self.managerURL = managerURL
        self.publicURL = publicURL
        self.isBehindLoopbackProxy = isBehindLoopbackProxy
        self.version = version
        self.installationName = installationName
        self.recoverySheet = recoverySheet
    }

    public static let applePortalURL = "https://identity.apple.com/pushcert/"
    public static let appleManagerURL = "https://business.apple.com/"

    var isSecure: Bool { publicURL.hasPrefix("https://") }
}
