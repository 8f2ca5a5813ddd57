/// The outermost dictionary of a message, asked by key with the rules for each kind of value.
struct MessageFields: ~Copyable {
    private let value: (String) -> PropertyList?

    init(_ list: PropertyList) { value = { list[$0] } }
    init(_ scan: MessageScan) { value = { scan[$0] } }

    func string(_ key: String) throws(CheckInError) -> String? {
        guard let found = value(key) else { return nil }
        guard let text = found.stringValue else { throw .wrongType(key: key) }
        return text
    }

    /// Text for people, cut to 1 KiB: an enrollment does not fail because a device's name is long.
    func fact(_ key: String) throws(CheckInError) -> String? {
        guard let text = try string(key) else { return nil }
        return text.cut(toBytes: 1024)
    }

    /// One line that is compared or sent on: not empty, bounded, no control characters.
    func line(_ key: String, upTo limit: Int) throws(CheckInError) -> String? {
        guard let text = try string(key) else { return nil }
        guard (1...limit).contains(text.utf8.count), !text.hasControlCharacters else { throw .invalid(key: key) }
        return text
    }

    /// 1 to 64 printable ASCII characters.
    func identifier(_ key: String) throws(CheckInError) -> String? {
        guard let text = try string(key) else { return nil }
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid(key: key)
        }
        return text
    }

    func boolean(_ key: String) throws(CheckInError) -> Bool? {
        guard let found = value(key) else { return nil }
        guard let truth = found.booleanValue else { throw .wrongType(key: key) }
        return truth
    }

    func data(_ key: String) throws(CheckInError) -> [UInt8]? {
        guard let found = value(key) else { return nil }
        guard let bytes = found.dataValue else { throw .wrongType(key: key) }
        return bytes
    }

    /// The push topic: 1 to 255 bytes, no control characters. Whether it is ours is for others to say.
    func topic() throws(CheckInError) -> String { try required("Topic", line("Topic", upTo: 255)) }

    func required<Value>(_ key: String, _ value: Value?) throws(CheckInError) -> Value {
        guard let value else { throw .missing(key: key) }
        return value
    }
}

extension String {
    /// C0, DEL and C1.
    var hasControlCharacters: Bool {
        unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }

    /// As many whole characters as fit.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var kept = "", size = 0
        for character in self {
            size += character.utf8.count
            guard size <= limit else { break }
            kept.append(character)
        }
        return kept
    }
}
