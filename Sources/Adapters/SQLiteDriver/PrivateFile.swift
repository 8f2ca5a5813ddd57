import Glibc
import Ports

/// Makes sure that the file exists and only its owner can read it; SQLite gives `-wal` and `-shm` the
/// rights of the database itself.
func makePrivate(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw cannotOpen(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw cannotOpen(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
        throw StoreError.cannotOpen("\(path) is not a file. Name another place for the database.")
    }
    if status.st_mode & 0o077 != 0 {
        guard fchmod(descriptor, 0o600) == 0 else { throw cannotOpen(path, errno) }
    }
}

private func cannotOpen(_ path: String, _ code: Int32) -> StoreError {
    .cannotOpen(
        """
        The database \(path) cannot be opened (\(String(cString: strerror(code)))). Check that the directory \
        exists and belongs to the user who runs Kizuna.
        """)
}
