import Foundation

/// JSON files that are either the old one or the new one, on the disk before the call returns, for their owner only.
enum KeptFile {
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String {
            "\(path) could not be written (\(reason)); what was there before is unchanged. Check permissions and free space."
        }
    }

    static func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        let bytes = [UInt8](try encoder.encode(value))
        let fresh = path + ".new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        do {
            defer { close(descriptor) }
            var written = 0
            while written < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Foundation.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
                }
                guard count > 0 else { throw failure(path) }
                written += count
            }
            guard fsync(descriptor) == 0 else { throw failure(path) }
        }
        guard rename(fresh, path) == 0 else { throw failure(path) }
        let directory = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    /// Nil when there is no such file yet.
    static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value? {
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return try decoder.decode(type, from: bytes)
    }

    private static func failure(_ path: String) -> Failure {
        Failure(path: path, reason: String(cString: strerror(errno)))
    }
}
