import Foundation

/// Keeps a second Lab out of the same directory, where each would overwrite what the other has issued.
///
/// The system lets go of it when the process ends, however it ends.
final class LabLock: Sendable {
    struct Taken: Error, CustomStringConvertible {
        let path: String
        var description: String {
            "Another Lab is running in \(path). Two would overwrite each other. Stop it, or give this one another --data."
        }
    }

    private let descriptor: CInt

    init(_ directory: LabDirectory) throws {
        descriptor = open(directory.path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw Taken(path: directory.path)
        }
    }

    deinit { close(descriptor) }
}
