public import Administration
import Foundation

/// Standard output and files of a command.
public enum Terminal {
    /// A line is seen when it is said, also through a pipe.
    public static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    /// Without a line's end of its own.
    static func sayRaw(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    public static func complain(_ lines: [String]) {
        FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// The language of the terminal: `LC_ALL`, `LC_MESSAGES`, `LANG`; English unless it is Japanese.
    public static var language: Language {
        let environment = ProcessInfo.processInfo.environment
        let value = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return value.hasPrefix("ja") ? .japanese : .english
    }

    /// JSON with sorted keys, on standard output.
    public static func sayJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        say(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// At most 16 MiB; `-` is standard input.
    static func read(_ path: String) throws -> [UInt8] {
        let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle, let data = try? handle.read(upToCount: 16 * 1024 * 1024) else {
            // An empty file reads as nil.
            if handle != nil { return [] }
            throw CommandFailure.fileUnreadable(path)
        }
        return Array(data)
    }

    /// Creates a file that does not exist yet, readable by its owner only.
    static func create(_ path: String, _ text: String) throws {
        guard !FileManager.default.fileExists(atPath: path),
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CommandFailure.fileUnwritable(path) }
    }
}
