/// The kinds of device that are managed.
public enum Platform: String, Hashable, Sendable, CaseIterable, Codable {
    case iPhone, iPad, mac, other

    /// From what a device says of itself; `ProductName` decides, `Model` (or its name) helps out.
    ///
    /// An iPod touch is other: nothing here was made for it.
    public init(productName: String?, model: String? = nil) {
        self = Self.named(productName) ?? Self.named(model) ?? .other
    }

    private static func named(_ name: String?) -> Platform? {
        guard let name = name?.lowercased(), !name.isEmpty else { return nil }
        if name.hasPrefix("iphone") { return .iPhone }
        if name.hasPrefix("ipad") { return .iPad }
        if name.contains("mac") { return .mac }
        return nil
    }

    /// iPhone and iPad: what Apple's schema calls iOS.
    public var isMobile: Bool { self == .iPhone || self == .iPad }
}
