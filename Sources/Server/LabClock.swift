import Foundation
import Glibc
import Ports
import Synchronization

/// The Lab's clock: a file holds its distance to the system's clock in milliseconds. It is looked at each time, so that a
/// jump counts from the moment the file is replaced, and read when it is another one than before.
struct LabClock: TimeSource {
    let path: String
    private let last = Last()

    init(path: String) { self.path = path }

    var now: Date { Date().addingTimeInterval(distance) }

    private var distance: TimeInterval {
        guard let stamp = Stamp(of: path) else { return 0 }
        if let known = last.known.withLock({ $0 }), known.stamp == stamp { return known.distance }
        // What is read may be newer than the stamp: then the next look finds another stamp.
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let milliseconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        last.known.withLock { $0 = (stamp, milliseconds / 1000) }
        return milliseconds / 1000
    }

    private final class Last: Sendable {
        let known = Mutex<(stamp: Stamp, distance: TimeInterval)?>(nil)
    }

    /// What a file that is replaced does not have in common with the one before.
    private struct Stamp: Equatable {
        private let file: UInt
        private let size: Int
        private let changed: [Int]

        init?(of path: String) {
            var found = stat()
            guard stat(path, &found) == 0 else { return nil }
            file = UInt(found.st_ino)
            size = Int(found.st_size)
            changed = [
                Int(found.st_mtim.tv_sec), Int(found.st_mtim.tv_nsec), Int(found.st_ctim.tv_sec),
                Int(found.st_ctim.tv_nsec),
            ]
        }
    }
}
