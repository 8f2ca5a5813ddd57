public import Foundation
import Synchronization

/// The clock that server and Lab share, so that a year can pass in a test: the system's clock plus an offset.
///
/// The offset lives in a file as decimal text, in milliseconds (`-86400000` is a day ago), and is replaced
/// atomically. Whoever follows the clock reads that file each time, so a change is seen at once by everybody
/// and nobody has to be told.
public final class LabClock: Sendable {
    /// Where the offset is kept: an absolute path.
    public let path: String
    private let system: @Sendable () -> Date
    private let lastOffset: Mutex<Int64>

    /// Further away than this nothing is simulated: 100 years.
    public static let longestOffsetMilliseconds: Int64 = 100 * 366 * 86_400_000

    /// Takes up the clock of an earlier run, or starts one that agrees with the system.
    ///
    /// - Throws: ``LabClockError`` when the file is there and holds no offset, or cannot be written.
    public init(path: String, system: @escaping @Sendable () -> Date = { Date() }) throws {
        self.path = path
        self.system = system
        if FileManager.default.fileExists(atPath: path) {
            lastOffset = Mutex(try Self.offset(inFile: path))
        } else {
            lastOffset = Mutex(0)
            try write(0)
        }
    }

    /// The present instant in the Lab. A file that has become unreadable leaves the last known offset in force.
    public var now: Date {
        let offset = lastOffset.withLock { last in
            if let read = try? Self.offset(inFile: path) { last = read }
            return last
        }
        return system().addingTimeInterval(Double(offset) / 1000)
    }

    /// Makes it `instant` now; the clock runs on from there. When this returns, every reader sees it.
    public func set(to instant: Date) throws {
        // Rounded up, so that the very next reading is not a millisecond before what was asked for.
        let milliseconds = (instant.timeIntervalSince(system()) * 1000).rounded(.up)
        guard abs(milliseconds) <= Double(Self.longestOffsetMilliseconds) else {
            throw LabClockError.tooFar
        }
        try write(Int64(milliseconds))
    }

    /// Lets time pass, or takes it back when negative.
    public func advance(bySeconds seconds: Double) throws {
        try set(to: now.addingTimeInterval(seconds))
    }

    private func write(_ offset: Int64) throws {
        try lastOffset.withLock { last in
            let fresh = path + ".new"
            let manager = FileManager.default
            guard
                manager.createFile(
                    atPath: fresh, contents: Data("\(offset)\n".utf8), attributes: [.posixPermissions: 0o600]),
                rename(fresh, path) == 0
            else { throw LabClockError.cannotWrite(path: path) }
            last = offset
        }
    }

    // Asked for at every request that the Lab answers, so it costs two microseconds and not thirty.
    private static func offset(inFile path: String) throws -> Int64 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LabClockError.cannotRead(path: path) }
        defer { close(descriptor) }
        let offset: Int64? = try withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
            let length = read(descriptor, buffer.baseAddress, buffer.count)
            guard length >= 0 else { throw LabClockError.cannotRead(path: path) }
            return number(UnsafeRawBufferPointer(rebasing: buffer[..<length]))
        }
        guard let offset, (-longestOffsetMilliseconds...longestOffsetMilliseconds).contains(offset) else {
            throw LabClockError.noOffset(path: path)
        }
        return offset
    }

    /// Decimal text with white space around it; at most 18 digits, which no offset needs.
    private static func number(_ text: UnsafeRawBufferPointer) -> Int64? {
        let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        var digits = text.drop(while: isSpace)
        while let last = digits.last, isSpace(last) { digits = digits.dropLast() }
        let isNegative = digits.first == 0x2D
        if isNegative || digits.first == 0x2B { digits = digits.dropFirst() }
        guard (1...18).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return isNegative ? -value : value
    }
}

/// Why the Lab's clock could not be read or set.
public enum LabClockError: Error, Equatable, CustomStringConvertible {
    case cannotRead(path: String)
    case cannotWrite(path: String)
    case noOffset(path: String)
    case tooFar

    public var description: String {
        switch self {
        case .cannotRead(let path):
            "The clock file \(path) cannot be read, so the Lab does not know what time it is. Check its permissions."
        case .cannotWrite(let path):
            "The clock file \(path) cannot be written; the time was not changed. Check the directory and free space."
        case .noOffset(let path):
            "The clock file \(path) holds no offset in milliseconds. Write 0 into it to return to the system's time."
        case .tooFar:
            "That is more than a hundred years from the system's time; the time was not changed. Choose a nearer date."
        }
    }
}
