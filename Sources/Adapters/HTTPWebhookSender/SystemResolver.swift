import Dispatch
import Glibc
import Synchronization
public import Webhooks

/// getaddrinfo(3), on a thread of its own: it waits for the network.
public enum SystemResolver {
    @Sendable public static func addresses(of name: String) async -> [IPAddress] {
        let answer = Answer()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer.wait(continuation)
                DispatchQueue.global().async { answer.give(lookUp(name)) }
            }
        } onCancel: {
            // A resolver that hangs keeps its thread and not the one who asked.
            answer.give([])
        }
    }

    /// Given once, whoever comes first.
    private final class Answer: Sendable {
        private struct State {
            var waiting: CheckedContinuation<[IPAddress], Never>?
            var given: [IPAddress]?
        }

        private let state = Mutex(State())

        func wait(_ continuation: CheckedContinuation<[IPAddress], Never>) {
            let given = state.withLock { state in
                if state.given == nil { state.waiting = continuation }
                return state.given
            }
            if let given { continuation.resume(returning: given) }
        }

        func give(_ addresses: [IPAddress]) {
            let waiting = state.withLock { state in
                guard state.given == nil else { return nil as CheckedContinuation<[IPAddress], Never>? }
                state.given = addresses
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume(returning: addresses)
        }
    }

    private static func lookUp(_ name: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            if let address = address(of: entry), !found.contains(address) { found.append(address) }
        }
        return found
    }

    private static func address(of entry: addrinfo) -> IPAddress? {
        guard let socket = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET where Int(entry.ai_addrlen) >= MemoryLayout<sockaddr_in>.size:
            var address = socket.loadUnaligned(as: sockaddr_in.self).sin_addr
            return IPAddress(bytes: withUnsafeBytes(of: &address) { Array($0) })
        case AF_INET6 where Int(entry.ai_addrlen) >= MemoryLayout<sockaddr_in6>.size:
            var address = socket.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return IPAddress(bytes: withUnsafeBytes(of: &address) { Array($0) })
        default: return nil
        }
    }
}
