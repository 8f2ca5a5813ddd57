import Foundation
import Logging
import Ports
import ServiceLifecycle
import UseCases

/// Rings devices as soon as something waits for them, and looks at the clock every second.
struct PushLoop: Service {
    let installation: Installation
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let sender = SendDuePushes(installation)
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    do {
                        var hasMore = true
                        while hasMore, !Task.isCancelled {
                            let claimed = try await sender.claim()
                            for wave in claimed.waves { group.addTask { await send(wave, by: sender) } }
                            hasMore = claimed.hasMore
                        }
                    } catch {
                        logger.error("Pushes could not be sent", metadata: ["error": "\(error)"])
                    }
                    await installation.doorbell.wait(atMost: .seconds(1))
                }
            }
        }
    }

    private func send(_ wave: SendDuePushes.Wave, by sender: SendDuePushes) async {
        do {
            try await sender.run(wave)
        } catch {
            // The claim is over in half a minute, and they are rung again.
            logger.error("Pushes could not be sent", metadata: ["error": "\(error)"])
        }
    }
}

/// Reads the whole database once after a start, which need not wait for it. Damage ends the server with the sentence
/// that says how to go on; the next start then looks before it serves.
struct FileCheck: Service {
    let confirmWhole: (@Sendable () async throws -> Void)?

    func run() async throws {
        try await confirmWhole?()
        try? await gracefulShutdown()
    }
}

/// Listens to the other nodes on this store.
struct NewsLoop: Service {
    let installation: Installation

    func run() async throws {
        await cancelWhenGracefulShutdown { await FollowNews(installation)() }
        // On a store that is this process's own there is nobody to listen to; a service ends only at the stop.
        try? await gracefulShutdown()
    }
}

/// Who called lately is written once a second.
struct ContactLoop: Service {
    let installation: Installation
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                await flush()
            }
        }
        await flush()
    }

    private func flush() async {
        do {
            try await FlushContacts(installation)()
        } catch {
            logger.error("Contacts were not written", metadata: ["error": "\(error)"])
        }
    }
}

/// Hands mails to the mail server, on every node.
struct MailLoop: Service {
    let installation: Installation
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let send = SendMails(installation)
            while !Task.isCancelled {
                do {
                    while try await send(), !Task.isCancelled {}
                    try await SendOperatorMail(installation)()
                } catch {
                    logger.error("Mails could not be sent", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}

/// Commands whose time is over, identities that end, certificates that APNs was not asked about: one node does it for
/// all, and another takes over when it dies or hangs.
struct DeviceUpkeep: Service {
    let installation: Installation
    let leases: NodeLeases
    let logger: Logger
    private let silence = Interval(seconds: 60)
    private let wall = Interval(seconds: 30)
    private let deliveries = Interval(seconds: ForgetDeliveries.everySeconds)
    private let orders = Interval(seconds: ForgetBulkOrders.everySeconds)

    init(installation: Installation, leases: NodeLeases, logger: Logger) {
        self.installation = installation
        self.leases = leases
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if leases.holds(.upkeep) { await work() }
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    private func work() async {
        await attempt("Overdue commands were not ended") { try await SweepCommands(installation)() }
        await attempt("Identities were not renewed") { try await RenewIdentities(installation)() }
        await attempt("Certificates were not shown to APNs") {
            try await ProbePushCertificate(installation).probeNew()
        }
        await attempt("Things that expire were not told of") { try await NoteExpiries(installation)() }
        await attempt("The operator was not told of the vendor certificate") { try await tellOperator() }
        if await silence.isDue(at: installation.now) {
            await attempt("Silent devices were not noted") { try await NoteSilentDevices(installation)() }
        }
        if await wall.isDue(at: installation.now) {
            await attempt("The wall between companies was not closed") {
                guard try await CloseCompanyWall(installation)() else { return }
                logger.notice("The database keeps companies apart: the last node of the version before has ended")
            }
        }
        if await deliveries.isDue(at: installation.now) {
            await attempt("Deliveries were not given up or forgotten") { try await ForgetDeliveries(installation)() }
        }
        if await orders.isDue(at: installation.now) {
            await attempt("Old orders were not forgotten") { try await ForgetBulkOrders(installation)() }
        }
        await attempt("The log was not told by mail") { try await MailNewEntries(installation)() }
        await attempt("Devices in Setup Assistant were not released") { try await ReleaseDevices(installation)() }
    }

    private func tellOperator() async throws {
        guard let step = try await TellOperator(installation)() else { return }
        logger.warning(
            "The MDM vendor certificate is about to expire or has expired: get a new one, kizuna vendor import",
            metadata: [
                "until": "\(step.expiresAt.formatted(.iso8601))", "days-left": "\(step.daysLeft)",
                "mail": "\(step.isMailed ? "to --operator-mail" : "to nobody: name --smtp and --operator-mail")",
            ])
    }

    private func attempt(_ trouble: Logger.Message, _ work: () async throws -> Void) async {
        do {
            try await leases.step(of: .upkeep, work)
        } catch {
            logger.error(trouble, metadata: ["error": "\(error)"])
        }
    }
}

/// What is done only every so often, by the installation's clock: a jump of the Lab's is a new turn.
actor Interval {
    private let seconds: Double
    private var last: Date?

    init(seconds: Double) { self.seconds = seconds }

    func isDue(at now: Date) -> Bool {
        if let last, abs(now.timeIntervalSince(last)) < seconds { return false }
        last = now
        return true
    }
}

/// Asks Apple for the devices of each token, every half hour, on one node. Apple may take its time: a duty of its own.
struct TokenLoop: Service {
    let installation: Installation
    let leases: NodeLeases
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(3))
                do {
                    guard leases.holds(.tokens) else { continue }
                    try await leases.step(of: .tokens) { try await FetchDevices(installation).due() }
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("Devices of ADE tokens were not fetched", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}

extension Doorbell {
    /// ``wait()``, but no longer than so.
    func wait(atMost longest: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await Task.sleep(for: longest) }
            _ = await group.next()
            group.cancelAll()
        }
    }
}
