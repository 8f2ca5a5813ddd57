import Foundation
import Glibc
public import SQLStore
import Synchronization

extension PostgreSQLDriver {
    /// LISTEN on a connection and thread of its own; a line that breaks is told, and laid again every half second.
    public func news() -> AsyncStream<SQLNews>? {
        AsyncStream { continuation in
            let listener = Thread { [weak self] in
                var wasLost = true
                while let self, !self.isClosing {
                    if let link = try? PostgreSQLLink(self.address), let schema = try? Self.listen(on: link) {
                        continuation.yield(.resumed)
                        wasLost = false
                        self.follow(link, of: schema, continuation)
                    }
                    if !wasLost { continuation.yield(.lost) }
                    wasLost = true
                    if !self.isClosing { Thread.sleep(forTimeInterval: 0.5) }
                }
                continuation.finish()
            }
            listener.name = "postgresql-news"
            listener.start()
        }
    }

    private var isClosing: Bool { closing.withLock { $0 } }

    /// - Returns: the schema whose news count; the channel is the whole database's.
    private static func listen(on link: PostgreSQLLink) throws -> String {
        try link.command("LISTEN kizuna_news")
        return try link.command("SELECT current_schema()::text").word()
    }

    /// A line on which nothing comes for so many milliseconds is asked whether it lives, and has so many to answer: a
    /// network that swallows everything breaks no connection, and what this node remembers is out of date within one
    /// second of it (F-13).
    private static let silence: Int32 = 300
    private static let patience: Int32 = 600

    /// Until the connection breaks, no longer answers, or the store is closed.
    private func follow(
        _ link: PostgreSQLLink, of schema: String, _ continuation: AsyncStream<SQLNews>.Continuation
    ) {
        while !isClosing {
            var waiting = pollfd(fd: link.socket, events: Int16(POLLIN), revents: 0)
            let isReady = poll(&waiting, 1, Self.silence)
            if isReady == 0, !link.answers(within: Self.patience) { return }
            guard let lines = link.notifications() else { return }
            for line in lines {
                guard line.hasPrefix("\(schema) ") else { continue }
                let parts = line.dropFirst(schema.count + 1).split(separator: " ", maxSplits: 1).map(String.init)
                guard let sender = parts.first, let words = parts.last, parts.count == 2, sender != node else {
                    continue
                }
                continuation.yield(.line(words))
            }
        }
    }
}
