/// What a device says on the command URL: idle, or how a command went. Source: check-in.md §4.
public struct CommandReport: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case idle = "Idle"
        case acknowledged = "Acknowledged"
        case error = "Error"
        case commandFormatError = "CommandFormatError"
        case notNow = "NotNow"
    }

    public let channel: Channel
    public let status: Status
    /// 1 to 128 printable ASCII characters as we sent them; nil with ``Status/idle`` only.
    public let commandUUID: String?
    /// Outermost first; at most 16 are kept.
    public let errorChain: [ErrorChainItem]
    /// Mac, user channel: the user is not at the console.
    public let notOnConsole: Bool
    /// Mac, user channel: a login waits for what is answered now.
    public let needSyncResponse: Bool

    /// Reads the head of a report; the answer itself stays in the body (``PropertyList/init(reading:limits:)``).
    ///
    /// - Throws: ``CommandReportError``, which still tells the command when that could be found.
    public init(reading bytes: [UInt8]) throws(CommandReportError) {
        do throws(CheckInError) {
            try self.init(checking: bytes)
        } catch {
            throw CommandReportError(reason: error, commandUUID: Self.salvagedUUID(in: bytes))
        }
    }

    private init(checking bytes: [UInt8]) throws(CheckInError) {
        let scan: MessageScan
        var errors: [ErrorChainItem] = []
        do throws(PropertyListError) {
            scan = try MessageScan(reading: bytes, wanted: Self.keys)
            if scan.contains("ErrorChain") {
                let chain = try PropertyList(reading: bytes)["ErrorChain"]?.arrayValue ?? []
                errors = chain.prefix(16).map(ErrorChainItem.init)
            }
        } catch {
            throw .unreadable(error)
        }
        let fields = MessageFields(scan)
        let word = try fields.required("Status", fields.string("Status"))
        guard let status = Status(rawValue: word) else { throw .invalid(key: "Status") }
        self.status = status
        commandUUID = try Self.uuid(in: fields)
        if status != .idle, commandUUID == nil { throw .missing(key: "CommandUUID") }
        channel = try Channel(in: fields)
        notOnConsole = try fields.boolean("NotOnConsole") ?? false
        needSyncResponse = try fields.boolean("NeedSyncResponse") ?? false
        errorChain = errors
    }

    private static let keys =
        Channel.keys + ["Status", "CommandUUID", "NotOnConsole", "NeedSyncResponse", "ErrorChain"]

    private static func uuid(in fields: borrowing MessageFields) throws(CheckInError) -> String? {
        guard let uuid = try fields.line("CommandUUID", upTo: 128) else { return nil }
        guard uuid.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .invalid(key: "CommandUUID") }
        return uuid
    }
}

/// One step of an error chain, for people: codes and domains differ between OS releases and decide nothing.
public struct ErrorChainItem: Hashable, Sendable {
    public let code: Int64?
    public let domain: String?
    /// In the device's language; at most 1 KiB.
    public let localizedDescription: String?
    /// In US English; at most 1 KiB.
    public let englishDescription: String?

    public init(code: Int64?, domain: String?, localizedDescription: String?, englishDescription: String?) {
        self.code = code
        self.domain = domain
        self.localizedDescription = localizedDescription
        self.englishDescription = englishDescription
    }

    init(_ list: PropertyList) {
        self.init(
            code: list["ErrorCode"]?.integerValue,
            domain: list["ErrorDomain"]?.stringValue?.cut(toBytes: 1024),
            localizedDescription: list["LocalizedDescription"]?.stringValue?.cut(toBytes: 1024),
            englishDescription: list["USEnglishDescription"]?.stringValue?.cut(toBytes: 1024))
    }
}
