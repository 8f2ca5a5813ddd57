import Foundation

/// The newest messages, in memory and on the disk: at most a thousand, and 64 MiB.
struct MessageStore {
    static let mostMessages = 1000
    static let mostBytes = 64 * 1024 * 1024

    private let folder: MailFolder
    private let most: Int
    /// Oldest first.
    private(set) var messages: [KeptMessage] = []
    private var bytes = 0
    private var lastID = 0

    init(folder: MailFolder, most: Int = mostMessages) throws {
        self.folder = folder
        self.most = most
        for name in folder.names() where name.hasPrefix("message-") {
            guard let message = try? folder.read(KeptMessage.self, named: name) else { continue }
            messages.append(message)
            bytes += message.raw.count
        }
        lastID = messages.last?.id ?? 0
        // Numbers of messages that were deleted are not given again.
        if let kept = try folder.read(Int.self, named: Self.lastFile) { lastID = max(lastID, kept) }
    }

    /// On the disk when this returns.
    mutating func keep(
        _ envelope: KeptMessage.Envelope, _ transport: KeptMessage.Transport, raw: [UInt8], at now: Date
    ) throws -> Int {
        let message = KeptMessage(
            id: lastID + 1, receivedAt: now, envelope: envelope, transport: transport, raw: Data(raw))
        try folder.write(message, named: Self.file(message.id))
        lastID = message.id
        messages.append(message)
        bytes += raw.count
        var dropped: [String] = []
        while messages.count > most || bytes > Self.mostBytes, let oldest = messages.first, messages.count > 1 {
            messages.removeFirst()
            bytes -= oldest.raw.count
            dropped.append(Self.file(oldest.id))
        }
        if !dropped.isEmpty { folder.remove(dropped) }
        return message.id
    }

    mutating func forget(_ ids: Set<Int>) throws {
        try folder.write(lastID, named: Self.lastFile)
        folder.remove(messages.filter { ids.contains($0.id) }.map { Self.file($0.id) })
        messages.removeAll { ids.contains($0.id) }
        bytes = messages.reduce(0) { $0 + $1.raw.count }
    }

    private static let lastFile = "last.json"

    private static func file(_ id: Int) -> String {
        let digits = String(id)
        return "message-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits + ".json"
    }
}
