import ArgumentParser
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import SimulatedPushPortal
import UnixSignals

/// Runs the Lab until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the simulated Apple Push Certificates Portal and the Lab's clock, on this machine only.",
        discussion: """
            Writes DIR/lab.json as soon as it answers; start the server with `kizuna serve --lab DIR/lab.json`.
            Stop it with Ctrl-C or SIGTERM. What it keeps in DIR is taken up again by the next start.
            """)

    @Option(help: "Directory in which the Lab keeps its keys, its portal and its clock; made when missing.")
    var data: String

    @Option(help: "Port on 127.0.0.1.")
    var port = 8084

    func validate() throws {
        guard !data.isEmpty else {
            throw ValidationError("--data is empty. Name a directory for the Lab to keep its things in.")
        }
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port \(port) is no port. Choose a number from 1 to 65535.")
        }
    }

    func run() async throws {
        var logger = Logger(label: "kizuna-lab")
        logger.logLevel = .warning
        let lab = try SimulatedLab(directory: data)
        let origin = "http://127.0.0.1:\(port)"
        let standardOutput = FileHandle.standardOutput
        let application = Application(
            router: lab.router(), configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in
                do {
                    let file = try await lab.announce(origin: origin)
                    try standardOutput.write(
                        contentsOf: Data("The Lab answers at \(origin)/ and describes itself in \(file)\n".utf8))
                } catch {
                    FileHandle.standardError.write(Data("The Lab could not describe itself: \(error)\n".utf8))
                }
            }, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Browsers keep connections open; nothing here needs longer than this to finish.
        configuration.maximumGracefulShutdownDuration = .milliseconds(500)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch  where "\(error)".contains("Address already in use") {
            throw PortTaken(port: port)
        }
    }
}

private struct PortTaken: Error, CustomStringConvertible {
    let port: Int
    var description: String {
        "Port \(port) on 127.0.0.1 is taken by another program. Stop that one, or choose another --port."
    }
}
