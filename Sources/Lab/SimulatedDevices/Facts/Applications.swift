import MDMProtocol

/// The applications that a device has installed.
enum Applications {
    struct Item {
        let identifier: String
        let name: String
        let version: String
        let size: Int64
    }

    static func installed(on facts: DeviceFacts) -> [Item] {
        let common = [
            Item(identifier: "com.example.mail", name: "Lab Mail", version: "7.2.1", size: 48_211_968),
            Item(identifier: "com.example.expenses", name: "経費精算", version: "3.14.0", size: 91_750_400),
            Item(identifier: "com.example.attendance", name: "勤怠管理", version: "5.0.2", size: 33_554_432),
            Item(identifier: "com.example.viewer", name: "Lab Viewer", version: "2025.10.1", size: 120_586_240),
        ]
        switch facts.kind {
        case .iPhone:
            return common + [
                Item(identifier: "com.example.phonebook", name: "Web電話帳", version: "4.8", size: 22_020_096)
            ]
        case .iPad:
            return common + [
                Item(identifier: "com.example.drawing", name: "Lab Drawing", version: "1.9", size: 310_378_496)
            ]
        case .mac:
            return [
                Item(identifier: "com.apple.Safari", name: "Safari", version: "26.1", size: 14_155_776),
                Item(identifier: "com.apple.mail", name: "Mail", version: "16.0", size: 25_165_824),
                Item(identifier: "com.example.office", name: "Lab Office", version: "16.100", size: 2_147_483_648),
                Item(identifier: "com.example.browser", name: "Lab Browser", version: "142.0", size: 681_574_400),
            ]
        }
    }

    /// - Parameters:
    ///   - identifiers: only these, when given.
    ///   - items: only these attributes, when given (iOS; macOS sends all).
    static func list(_ facts: DeviceFacts, identifiers: [String]?, items: [String]?) -> PropertyList {
        let wanted = facts.isMac ? nil : items.map(Set.init)
        return .array(
            installed(on: facts).filter { identifiers?.contains($0.identifier) ?? true }.map { item in
                var entries: [(key: String, value: PropertyList)] = [
                    ("Identifier", .string(item.identifier)), ("Name", .string(item.name)),
                    ("ShortVersion", .string(item.version)), ("Version", .string(item.version)),
                    ("BundleSize", .integer(item.size)), ("Installing", .boolean(false)),
                    ("HasUpdateAvailable", .boolean(false)),
                ]
                if !facts.isMac {
                    entries += [
                        ("DynamicSize", .integer(item.size / 7)), ("IsValidated", .boolean(true)),
                        ("AppStoreVendable", .boolean(true)), ("DeviceBasedVPP", .boolean(false)),
                        ("BetaApp", .boolean(false)), ("AdHocCodeSigned", .boolean(false)),
                        ("IsAppClip", .boolean(false)),
                    ]
                }
                return .dictionary(entries.filter { wanted?.contains($0.key) ?? true })
            })
    }
}
