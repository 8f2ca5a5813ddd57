import APNsPushSender
import Administration
import Foundation
import NIOCore
import NIOPosix
import Ports
import Testing

/// One after another: each has a server in this process, and all share a few threads.
@Suite(.serialized) struct APNsTests {}

/// A sender against a stand-in, for the length of a test.
struct APNsTrial: Sendable {
    let pki: APNsPKI
    let server: APNsTestServer
    let sender: APNsPushSender

    /// Runs `body`, then closes both, whatever happened.
    static func run(
        _ settings: APNsTestServer.Settings = .init(), server keyed: APNsPKI.Keyed? = nil,
        configure: (inout APNsConfiguration) -> Void = { _ in },
        react: @escaping @Sendable (APNsTestServer.Request) -> APNsTestServer.Reaction = { _ in .answer(200) },
        _ body: (APNsTrial) async throws -> Void
    ) async throws {
        let pki = try APNsPKI.shared()
        let server = APNsTestServer(settings, react: react)
        let port = try await server.start(as: keyed ?? pki.server(), trusting: [pki.root])
        var configuration = APNsConfiguration(
            host: "localhost", port: port, trustRoots: .certificates([try pki.root.der()]), now: { Date() })
        // A busy machine is no fault of APNs; a test that waits for impatience says for which.
        configuration.patience.connect = .seconds(60)
        configuration.patience.answer = .seconds(60)
        configuration.patience.ping = .seconds(60)
        configure(&configuration)
        let sender = APNsPushSender(configuration)
        do {
            try await body(APNsTrial(pki: pki, server: server, sender: sender))
        } catch {
            await sender.close()
            await server.stop()
            throw error
        }
        await sender.close()
        await server.stop()
    }

    /// Silence on the wire for so long, by the clock of the event loops.
    static func pass(_ time: TimeAmount) async throws {
        try await MultiThreadedEventLoopGroup.singleton.next().scheduleTask(in: time) {}.futureResult.get()
    }

    /// Each with a token of its own that ends in its number.
    static func wakeUps(_ count: Int) -> [WakeUp] {
        (0..<count).map { number in
            WakeUp(
                token: [UInt8](repeating: 7, count: 28)
                    + withUnsafeBytes(of: UInt32(number).bigEndian) { Array($0) },
                pushMagic: Secret("magic-\(number)"), apnsID: UUID().uuidString.lowercased())
        }
    }
}

extension WakeOutcome {
    var isAccepted: Bool {
        if case .accepted = self { return true }
        return false
    }
}

extension Collection<WakeOutcome> {
    var areAccepted: Bool { allSatisfy(\.isAccepted) }
    var acceptedCount: Int { filter(\.isAccepted).count }
}
