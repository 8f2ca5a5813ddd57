import Glibc
import Ports

/// Makes sure that the file exists and only its owner can read it; SQLite gives `-wal` and `-shm` the
/// rights of the database itself.
///
/// An existing file is not opened here: closing it again would take away the locks that other connections
/// of this process hold on it (sqlite.org, "How To Corrupt", §2.2).
func makePrivate(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
        close(descriptor)
        return
    }
    var status = stat()
    guard errno == EEXIST, lstat(path, &status) == 0 else { throw cannotOpen(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
        throw StoreError.cannotOpen("\(path) is not a regular file. Name another place for the database.")
    }
    if status.st_mode & 0o077 != 0 {
        guard chmod(path, 0o600) == 0 else { throw cannotOpen(path, errno) }
    }
}

private func cannotOpen(_ path: String, _ code: Int32) -> StoreError {
    .cannotOpen(
        """
        The database \(path) cannot be opened (\(String(cString: strerror(code)))). Check that the directory \
        exists and belongs to the user who runs Kizuna.
        """)
}
