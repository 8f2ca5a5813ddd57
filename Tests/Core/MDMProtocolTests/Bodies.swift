import MDMProtocol

/// Bodies as a device sends them.
enum Bodies {
    static let udid = "00008110-000A11112222801E"
    static let topic = "com.apple.mgmt.External.1f6f1a4e-0000-4000-8000-000000000001"
    static let uuid = "2F1F7A0A-4D0F-4D0C-8F0E-52C1B1F5B001"

    static func xml(_ keys: [(key: String, value: PropertyList)]) -> [UInt8] { PropertyList.dictionary(keys).xmlBytes }

    /// `keys` over the usual ones; nil takes one away.
    static func message(_ type: String, _ keys: [(String, PropertyList?)] = []) -> [UInt8] {
        let usual: [(String, PropertyList?)] = [
            ("MessageType", .string(type)), ("Topic", .string(topic)), ("UDID", .string(udid)),
        ]
        return xml(merged(usual, keys))
    }

    static func tokenUpdate(_ keys: [(String, PropertyList?)] = []) -> [UInt8] {
        message(
            "TokenUpdate",
            [
                ("Token", .data(Array(0..<32))), ("PushMagic", .string("7C1E0F0B")),
                ("AwaitingConfiguration", .boolean(true)),
            ]
                + keys)
    }

    static func report(_ status: String, _ keys: [(String, PropertyList?)] = []) -> [UInt8] {
        xml(merged([("Status", .string(status)), ("UDID", .string(udid)), ("CommandUUID", .string(uuid))], keys))
    }

    private static func merged(
        _ usual: [(String, PropertyList?)], _ other: [(String, PropertyList?)]
    ) -> [(key: String, value: PropertyList)] {
        var keys = usual
        for (key, value) in other {
            keys.removeAll { $0.0 == key }
            keys.append((key, value))
        }
        return keys.compactMap { pair in pair.1.map { (pair.0, $0) } }
    }
}
