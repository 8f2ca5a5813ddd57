import Glibc

/// Creates a file that after a crash is either complete or not there.
public enum DurableFile {
    public enum Problem: Error, Sendable, Equatable {
        case exists
        /// The operating system's words for what it refused.
        case refused(String)
    }

    /// Writes beside the place, flushes, links to the place, flushes the directory. An existing file is
    /// never replaced.
    ///
    /// - Parameters:
    ///   - mode: rights of the file; the umask does not matter.
    public static func create(_ contents: [UInt8], at path: String, mode: UInt32) throws(Problem) {
        var generator = SystemRandomNumberGenerator()
        let suffix: UInt64 = generator.next()
        let partial = "\(path).\(String(suffix, radix: 16)).partial"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw lastRefusal() }
        defer { unlink(partial) }
        do throws(Problem) {
            try write(contents, to: descriptor)
            guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else { throw lastRefusal() }
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw lastRefusal() }
        guard link(partial, path) == 0 else { throw errno == EEXIST ? .exists : lastRefusal() }
        try flushDirectory(of: path)
    }

    private static func write(_ contents: [UInt8], to descriptor: Int32) throws(Problem) {
        var rest = contents[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw lastRefusal() }
            rest = rest.dropFirst(count)
        }
    }

    private static func flushDirectory(of path: String) throws(Problem) {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw lastRefusal() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw lastRefusal() }
    }

    private static func lastRefusal() -> Problem { .refused(String(cString: strerror(errno))) }
}
