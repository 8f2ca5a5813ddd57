import Administration
import Glibc
import Ports

/// Reads the file of a master key and refuses one that others could have read or changed.
enum KeyFile {
    enum Kind {
        /// Owned by the user of this process, no rights for anybody else.
        case ownFile
        /// systemd gives the file to root and this user by an access control list, which shows as rights
        /// of the group; the directory itself is closed to others.
        case systemdCredential
    }

    static func read(_ path: String, kind: Kind) throws(SecretVaultError) -> Secret<[UInt8]> {
        // The checks look at the opened file, not at the name: nothing can be exchanged in between.
        // Without O_NONBLOCK a named pipe would keep the server waiting.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: throw .masterKeyMissing(path: path)
            case ELOOP: throw .masterKeyUnusable(path: path, reason: "it is a symbolic link")
            default: throw .masterKeyUnusable(path: path, reason: String(cString: strerror(errno)))
            }
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .masterKeyUnusable(path: path, reason: String(cString: strerror(errno)))
        }
        if let reason = fault(status, kind) { throw .masterKeyUnusable(path: path, reason: reason) }
        var bytes = [UInt8](repeating: 0, count: MasterKey.byteCount)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count == MasterKey.byteCount else {
            throw .masterKeyUnusable(path: path, reason: "it could not be read to its end")
        }
        return Secret(bytes)
    }

    private static func fault(_ status: stat, _ kind: Kind) -> String? {
        guard status.st_mode & S_IFMT == S_IFREG else { return "it is not a regular file" }
        let forbidden: mode_t =
            switch kind {
            case .ownFile: 0o077
            case .systemdCredential: 0o037
            }
        guard status.st_mode & forbidden == 0 else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            return "other users can reach it (mode \(mode)); set it to 400, and think of the key as seen by them"
        }
        guard status.st_uid == geteuid() || (kind == .systemdCredential && status.st_uid == 0) else {
            return "it belongs to another user (uid \(status.st_uid))"
        }
        guard status.st_size == off_t(MasterKey.byteCount) else {
            return "it has \(status.st_size) bytes and must have \(MasterKey.byteCount)"
        }
        return nil
    }
}
