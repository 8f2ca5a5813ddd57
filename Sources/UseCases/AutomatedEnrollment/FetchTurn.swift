import Administration
import AutomatedEnrollment
import Foundation
import Ports

/// The right to ask Apple for one company's devices: one at a time, over all nodes.
struct FetchTurn: Sendable {
    private let installation: Installation
    private let scope: CompanyScope
    private let holder: String
    /// How fetching stood when the turn came.
    let before: FetchRecord?

    /// Longer than the slowest page takes; renewed with each.
    private static let seconds: TimeInterval = 600

    /// - Returns: nil when it is not the time, or somebody else has the turn and does not end.
    static func take(
        for cause: FetchDevices.Cause, in scope: CompanyScope, _ installation: Installation
    ) async throws -> FetchTurn? {
        // In this process they queue; another node's turn is not waited for.
        guard await installation.devices.fetches.enter(scope, waiting: cause.waits) else { return nil }
        do {
            let id: RegisteredToken.ID = installation.newIdentifier(at: installation.now)
            let holder = id.description
            if case .mine(let before) = try await look(holder, cause, in: scope, installation) {
                return FetchTurn(installation: installation, scope: scope, holder: holder, before: before)
            }
        } catch {
            await installation.devices.fetches.leave(scope)
            throw error
        }
        await installation.devices.fetches.leave(scope)
        return nil
    }

    private enum Look: Sendable {
        case mine(FetchRecord?), notNow, others
    }

    private static func look(
        _ holder: String, _ cause: FetchDevices.Cause, in scope: CompanyScope, _ installation: Installation
    ) async throws -> Look {
        let now = installation.now
        @Sendable func isDue(_ record: FetchRecord?) -> Bool {
            guard let record else { return true }
            return switch cause {
            case .schedule: record.dueAt <= now
            case .device: !record.isTooSoonForDevice(at: now)
            case .person: true
            }
        }
        // Strangers may knock often: most of them cost a look, and nothing is written.
        guard isDue(try await installation.store.read(in: scope, { try $0.fetchRecord(in: scope) })) else {
            return .notNow
        }
        return try await installation.store.write(in: scope) { transaction in
            guard try transaction.takeLease(name(scope), for: holder, until: now.addingTimeInterval(seconds), at: now)
            else { return .others }
            let record = try transaction.fetchRecord(in: scope)
            guard isDue(record) else {
                _ = try transaction.takeLease(name(scope), for: holder, until: now, at: now)
                return .notNow
            }
            return .mine(record)
        }
    }

    /// - Returns: false when the turn went to somebody else meanwhile.
    func renew(at now: Date, _ transaction: any Transaction) throws -> Bool {
        try transaction.takeLease(Self.name(scope), for: holder, until: now.addingTimeInterval(Self.seconds), at: now)
    }

    /// What cannot be given back is free after ten minutes.
    func end() async {
        let (now, scope, holder) = (installation.now, scope, holder)
        _ = try? await installation.store.write(in: scope) {
            try $0.takeLease(Self.name(scope), for: holder, until: now, at: now)
        }
        await installation.devices.fetches.leave(scope)
    }

    private static func name(_ scope: CompanyScope) -> String { "ade/\(scope.companyID)" }
}

extension FetchDevices.Cause {
    /// A person and a device in setup wait for who is before them.
    fileprivate var waits: Bool { self != .schedule }
}

/// Who waits in this process for the turn at a company, in order of coming.
actor FetchQueue {
    /// Strangers who knock while a fetch is slow are not all kept.
    private static let mostWaiting = 32
    /// Companies with a turn under way.
    private var waiting: [CompanyScope: [CheckedContinuation<Void, Never>]] = [:]

    /// - Returns: false when somebody has the turn and this one does not wait, or too many do.
    func enter(_ scope: CompanyScope, waiting waits: Bool) async -> Bool {
        guard let others = waiting[scope] else {
            waiting[scope] = []
            return true
        }
        guard waits, others.count < Self.mostWaiting else { return false }
        await withCheckedContinuation { waiting[scope, default: []].append($0) }
        return true
    }

    func leave(_ scope: CompanyScope) {
        guard var others = waiting[scope], !others.isEmpty else {
            waiting[scope] = nil
            return
        }
        let next = others.removeFirst()
        waiting[scope] = others
        next.resume()
    }
}
