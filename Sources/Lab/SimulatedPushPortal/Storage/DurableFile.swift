import Foundation

/// Files that are either the old one or the new one, whatever happens in between, and readable by their owner only.
package enum DurableFile {
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let step: String
        let reason: String

        var description: String {
            "\(path) could not be written (\(step): \(reason)); what was there before is unchanged. Check permissions and free space."
        }
    }

    /// Writes beside the file, flushes to the disk, then puts it in place and flushes the directory.
    package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        let fresh = path + ".new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, "open") }
        do {
            defer { close(descriptor) }
            var rest = Array(bytes)[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                guard written > 0 else { throw failure(path, "write") }
                rest = rest.dropFirst(written)
            }
            guard fsync(descriptor) == 0 else { throw failure(path, "flush") }
        }
        guard rename(fresh, path) == 0 else { throw failure(path, "rename") }
        let directory = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    package static func write(json value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try write(try encoder.encode(value) + Data("\n".utf8), to: path)
    }

    /// Nil when there is no such file yet.
    package static func read<Value: Decodable>(json type: Value.Type, from path: String) throws -> Value? {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            if FileManager.default.fileExists(atPath: path) { throw failure(path, "read") }
            return nil
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: bytes)
    }

    private static func failure(_ path: String, _ step: String) -> Failure {
        Failure(path: path, step: step, reason: String(cString: strerror(errno)))
    }
}
