import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The devices' listener: what the HTTP library's own server does, but a connection gets a task only when something comes
/// that its event loop does not answer alone.
///
/// Most connections of devices are: handshake, one empty poll, end. For each of these the library's server hands the
/// connection to a thread of its tasks, which waits there for nothing until it ends; that was a third of what such a
/// connection cost (docs/decisions/0024-connections-without-tasks.md). Handlers, and what a task does once there is one, are the
/// library's.
struct DeviceServer<Connection: ServerChildChannel>: Service {
    let connection: Connection
    let host: String
    let port: Int
    /// How many connections may be open; further ones wait in the kernel's queue.
    let most: Int
    let logger: Logger
    var onRunning: @Sendable (any Channel) async -> Void = { _ in }

    /// Runs until a stop has let every connection come to its end.
    ///
    /// - Throws: what binding the address failed with.
    func run() async throws {
        // At most one for each connection.
        let (longWays, waiting) = AsyncStream.makeStream(of: Connection.Value.self)
        let connections = OpenConnections(most: most) { waiting.finish() }
        let server = try await bootstrap(connections, waiting).bind(host: host, port: port).get()
        logger.info("Server started and listening on \(host):\(server.localAddress?.port ?? port)")
        await onRunning(server)
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { tasks in
                    for await value in longWays {
                        tasks.addTask { await connection.handle(value: value, logger: logger) }
                    }
                }
            } onGracefulShutdown: {
                // Which stops the connections.
                server.close(promise: nil)
            }
        } onCancel: {
            server.close(promise: nil)
            connections.stop(atOnce: true)
        }
    }

    private func bootstrap(
        _ connections: OpenConnections, _ waiting: AsyncStream<Connection.Value>.Continuation
    ) -> ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .serverChannelInitializer { server in
                server.eventLoop.makeCompletedFuture {
                    try server.pipeline.syncOperations.addHandlers([
                        OpenConnections.Gate(connections), AcceptBackoffHandler(),
                    ])
                }
            }
            .childChannelInitializer { [connection, logger] channel in
                connection.setup(channel: channel, logger: logger).flatMapThrowing { value in
                    try channel.pipeline.syncOperations.addHandler(LongWay(value) { waiting.yield($0) })
                }
            }
    }
}
