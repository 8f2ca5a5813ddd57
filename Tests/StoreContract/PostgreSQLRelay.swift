import Foundation
import Glibc
import Synchronization

/// Stands between the driver and the server's socket, and once breaks the connection around a COMMIT.
final class PostgreSQLRelay: Sendable {
    enum Fault: Sendable {
        /// The server never sees COMMIT.
        case beforeCommit
        /// The server committed; its answer is lost.
        case afterCommit
        /// The server never sees COMMIT; something happens to it before the driver learns.
        case meanwhile(@Sendable () -> Void)
    }

    let folder: String
    private let server: String
    private let listener: Int32
    private let fault = Mutex<Fault?>(nil)
    private let sockets = Mutex<Set<Int32>>([])

    private struct Failed: Error {}

    /// - Parameter serverFolder: of the server's own socket.
    init(to serverFolder: String) throws {
        server = serverFolder + "/.s.PGSQL.5432"
        folder = FileManager.default.temporaryDirectory.appending(path: "relay-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let bound = try Self.withAddress(folder + "/.s.PGSQL.5432") { [listener] in bind(listener, $0, $1) }
        guard bound == 0, listen(listener, 64) == 0 else { throw Failed() }
        Thread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                serve(client)
            }
        }.start()
    }

    /// The next COMMIT through it meets the fault.
    func arm(_ next: Fault) { fault.withLock { $0 = next } }
    var isArmed: Bool { fault.withLock { $0 != nil } }

    /// Breaks all connections, as a restarted server does.
    func breakAll() { sockets.withLock { $0.forEach { shutdown($0, Int32(SHUT_RDWR)) } } }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        breakAll()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func serve(_ client: Int32) {
        let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let connected = try? Self.withAddress(server) { connect(upstream, $0, $1) }
        guard connected == 0 else {
            _ = Glibc.close(client)
            return
        }
        sockets.withLock { $0.formUnion([client, upstream]) }
        let pair = Pair(client: client, upstream: upstream)
        Thread { [self] in forward(from: client, to: upstream, pair, isQuestion: true) }.start()
        Thread { [self] in forward(from: upstream, to: client, pair, isQuestion: false) }.start()
    }

    private final class Pair: Sendable {
        let client: Int32
        let upstream: Int32
        /// The server's next answer is not passed on.
        let hidesAnswer = Atomic(false)
        let ends = Atomic(2)

        init(client: Int32, upstream: Int32) {
            self.client = client
            self.upstream = upstream
        }
    }

    private func forward(from source: Int32, to target: Int32, _ pair: Pair, isQuestion: Bool) {
        var room = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(source, &room, room.count, 0)
            guard count > 0 else { break }
            let bytes = room.prefix(count)
            if isQuestion, bytes.firstRange(of: Self.commit) != nil, let fault = take() {
                if case .meanwhile(let work) = fault { work() }
                guard case .afterCommit = fault else { break }
                pair.hidesAnswer.store(true, ordering: .sequentiallyConsistent)
            }
            if !isQuestion, pair.hidesAnswer.load(ordering: .sequentiallyConsistent) { break }
            guard Self.sendAll(bytes, to: target) else { break }
        }
        shutdown(pair.client, Int32(SHUT_RDWR))
        shutdown(pair.upstream, Int32(SHUT_RDWR))
        // The numbers are given back when neither thread uses them any more.
        if pair.ends.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 {
            sockets.withLock {
                $0.subtract([pair.client, pair.upstream])
                _ = (Glibc.close(pair.client), Glibc.close(pair.upstream))
            }
        }
    }

    private func take() -> Fault? {
        fault.withLock { fault in
            defer { fault = nil }
            return fault
        }
    }

    /// The name of the prepared statement, as Bind has it: behind the NUL of the portal's empty name.
    private static let commit: [UInt8] = [0] + Array("COMMIT".utf8)

    private static func sendAll(_ bytes: ArraySlice<UInt8>, to target: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(target, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func withAddress(
        _ path: String, _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { throw Failed() }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
