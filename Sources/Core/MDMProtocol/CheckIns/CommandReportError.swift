/// A report that could not be read. It is kept raw and blocks nothing; the command it belongs to may still be told.
public struct CommandReportError: Error, Hashable, Sendable {
    public let reason: CheckInError
    /// The command the report names, when exactly one was found in the bytes; nothing vouches for the rest.
    public let commandUUID: String?

    public init(reason: CheckInError, commandUUID: String?) {
        self.reason = reason
        self.commandUUID = commandUUID
    }
}

extension CommandReport {
    /// The one `CommandUUID` written in an XML body that is otherwise unreadable; nil when there is none or more.
    static func salvagedUUID(in bytes: [UInt8]) -> String? {
        let key = Array("<key>CommandUUID</key>".utf8), open = Array("<string>".utf8)
        guard let found = bytes.position(of: key, from: 0) else {
            return (try? PropertyList(reading: bytes))?["CommandUUID"]?.stringValue.flatMap(checked)
        }
        guard bytes.position(of: key, from: found + key.count) == nil else { return nil }
        var start = found + key.count
        while start < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[start]) { start += 1 }
        guard bytes.dropFirst(start).starts(with: open) else { return nil }
        let value = bytes.dropFirst(start + open.count).prefix(129).prefix { $0 != UInt8(ascii: "<") }
        return checked(String(decoding: value, as: UTF8.self))
    }

    private static func checked(_ uuid: String) -> String? {
        let allowed = uuid.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "&") }
        return allowed && (1...128).contains(uuid.utf8.count) ? uuid : nil
    }
}

extension [UInt8] {
    /// The first place at or after `start` where `pattern` stands.
    fileprivate func position(of pattern: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first else { return nil }
        var candidate = start
        while let next = self[Swift.min(candidate, count)...].firstIndex(of: first) {
            if self[next...].starts(with: pattern) { return next }
            candidate = next + 1
        }
        return nil
    }
}
