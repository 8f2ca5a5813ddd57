import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A device enrollment service on loopback that says what a test tells it to, and remembers what it was asked.
final class ScriptedService: Sendable {
    struct Request: Sendable {
        let method: String
        let path: String
        let headers: [String: String]
        let body: String

        var session: String? { headers["x-adm-auth-session"] }
    }

    enum Reply: Sendable {
        case http(Int, [(String, String)] = [], String = "")
        /// These bytes, and then the end of the connection.
        case raw(String)
        /// The head, then a byte now and then for ever.
        case trickle
        case never

        static func json(_ text: String, session: String? = nil) -> Reply {
            .http(200, session.map { [("X-ADM-Auth-Session", $0)] } ?? [], text)
        }
    }

    private final class Memory: Sendable {
        let requests = Mutex<[Request]>([])
        let answer: @Sendable (Request, _ earlier: [Request]) -> Reply
        init(_ answer: @escaping @Sendable (Request, [Request]) -> Reply) { self.answer = answer }

        func reply(to request: Request) -> Reply {
            let earlier = requests.withLock { requests in
                requests.append(request)
                return Array(requests.dropLast())
            }
            return answer(request, earlier)
        }
    }

    let address: String
    private let channel: any Channel
    private let memory: Memory

    /// - Parameter answer: the request, and all that came before it.
    init(_ answer: @escaping @Sendable (Request, _ earlier: [Request]) -> Reply) async throws {
        let memory = Memory(answer)
        self.memory = memory
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(Conversation(memory))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        address = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    var requests: [Request] { memory.requests.withLock { $0 } }
    var paths: [String] { requests.map { "\($0.method) \($0.path)" } }

    func close() async { try? await channel.close() }

    /// One connection, HTTP/1.1 as far as the client speaks it.
    private final class Conversation: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let memory: Memory
        private var text = ""

        init(_ memory: Memory) { self.memory = memory }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            while let request = next() { answer(request, context) }
        }

        private func next() -> Request? {
            guard let end = text.range(of: "\r\n\r\n") else { return nil }
            var lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            let first = lines.removeFirst().split(separator: " ").map(String.init)
            var headers: [String: String] = [:]
            for line in lines {
                let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
                headers[parts.first?.lowercased() ?? ""] = parts.last?.trimmingCharacters(in: .whitespaces)
            }
            let length = headers["content-length"].flatMap(Int.init) ?? 0
            let rest = Array(text[end.upperBound...].utf8)
            guard rest.count >= length, first.count == 3 else { return nil }
            text = String(decoding: rest.dropFirst(length), as: UTF8.self)
            return Request(
                method: first[0], path: first[1], headers: headers,
                body: String(decoding: rest.prefix(length), as: UTF8.self))
        }

        private func answer(_ request: Request, _ context: ChannelHandlerContext) {
            switch memory.reply(to: request) {
            case .http(let status, let headers, let body):
                let head = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
                send("HTTP/1.1 \(status) X\r\n\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)", context)
            case .raw(let bytes):
                if !bytes.isEmpty { send(bytes, context) }
                context.close(promise: nil)
            case .trickle:
                send("HTTP/1.1 200 X\r\nContent-Length: 100000\r\n\r\n", context)
                trickle(context)
            case .never: break
            }
        }

        private func send(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }

        private func trickle(_ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "x"))).assumeIsolated().whenSuccess {
                context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(50)) { self.trickle(context) }
            }
        }
    }
}
