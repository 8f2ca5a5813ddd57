import NIOCore
import PushCertificates
import Synchronization

/// Which certificate opened each TLS connection, so that only its first request asks the connection's event loop.
///
/// A connection proves its certificate once, in the handshake: there is no renegotiation, and TLS 1.3 asks for none
/// afterwards. An entry holds its channel, so no other can be taken for it, and ends with it.
final class ProvenConnections: Sendable {
    private struct Entry {
        let channel: any Channel
        let certificate: Fingerprint
    }

    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

    func certificate(of channel: any Channel) -> Fingerprint? {
        entries.withLock { $0[ObjectIdentifier(channel)]?.certificate }
    }

    func remember(_ certificate: Fingerprint, of channel: any Channel) {
        let id = ObjectIdentifier(channel)
        entries.withLock { $0[id] = Entry(channel: channel, certificate: certificate) }
        // After the entry: also when it is closed by now.
        channel.closeFuture.whenComplete { [self] _ in
            // Released outside the lock.
            _ = entries.withLock { $0.removeValue(forKey: id) }
        }
    }
}
