import Foundation

/// A directory of small files, each on the disk before the call returns, for their owner only.
struct MailFolder: Sendable {
    let path: String

    init(path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        self.path = path
    }

    func write(_ value: some Encodable, named name: String) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = .withoutEscapingSlashes
        try write(bytes: [UInt8](try encoder.encode(value)), named: name)
    }

    func write(bytes: [UInt8], named name: String) throws {
        let target = path + "/" + name
        let fresh = target + ".new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(target) }
        do {
            defer { close(descriptor) }
            var written = 0
            while written < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Foundation.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
                }
                guard count > 0 else { throw failure(target) }
                written += count
            }
            guard fsync(descriptor) == 0 else { throw failure(target) }
        }
        guard rename(fresh, target) == 0 else { throw failure(target) }
        settle()
    }

    /// Nil when there is no such file.
    func read<Value: Decodable>(_ type: Value.Type, named name: String) throws -> Value? {
        guard let bytes = FileManager.default.contents(atPath: path + "/" + name) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return try decoder.decode(type, from: bytes)
    }

    func names() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }

    func remove(_ names: some Sequence<String>) {
        for name in names { unlink(path + "/" + name) }
        settle()
    }

    private func settle() {
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    private func failure(_ target: String) -> MailboxError {
        .cannotKeep(path: target, reason: String(cString: strerror(errno)))
    }
}
