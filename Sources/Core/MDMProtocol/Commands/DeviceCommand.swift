/// One command, ready for a queue: Apple's request type and its keys.
public struct DeviceCommand: Sendable {
    /// Apple's name, e.g. `DeviceInformation`.
    public let requestType: String
    /// The keys beside `RequestType`, in the order in which they are written.
    public let keys: [(key: String, value: PropertyList)]

    public init(requestType: String, keys: [(key: String, value: PropertyList)] = []) {
        self.requestType = requestType
        self.keys = keys
    }

    /// The whole command as the device gets it. The UUID stands beside `Command`, never inside.
    ///
    /// - Parameter uuid: unique in its queue; the device echoes it verbatim.
    public func plist(uuid: String) -> PropertyList {
        .dictionary([
            ("CommandUUID", .string(uuid)),
            ("Command", .dictionary([("RequestType", .string(requestType))] + keys)),
        ])
    }
}

extension DeviceCommand: Equatable {
    public static func == (one: DeviceCommand, other: DeviceCommand) -> Bool {
        one.requestType == other.requestType && PropertyList.dictionary(one.keys) == .dictionary(other.keys)
    }
}
