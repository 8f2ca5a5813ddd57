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
    /// How long the others wait for their turn.
    private static let pause = Duration.milliseconds(500)

    /// - Returns: nil when it is not the time, or somebody else has the turn and does not end.
    static func take(
        for cause: FetchDevices.Cause, in scope: CompanyScope, _ installation: Installation
    ) async throws -> FetchTurn? {
        let id: RegisteredToken.ID = installation.newIdentifier(at: installation.now)
        let holder = id.description
        for attempt in 0..<cause.attempts {
            if attempt > 0 { try await Task.sleep(for: pause) }
            switch try await look(holder, cause, in: scope, installation) {
            case .mine(let before):
                return FetchTurn(installation: installation, scope: scope, holder: holder, before: before)
            case .notNow: return nil
            case .others: continue
            }
        }
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
        guard isDue(try await installation.store.read({ try $0.fetchRecord(in: scope) })) else { return .notNow }
        return try await installation.store.write { transaction in
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
        _ = try? await installation.store.write {
            try $0.takeLease(Self.name(scope), for: holder, until: now, at: now)
        }
    }

    private static func name(_ scope: CompanyScope) -> String { "ade/\(scope.companyID)" }
}

extension FetchDevices.Cause {
    /// A person and a device in setup wait for who is before them.
    fileprivate var attempts: Int {
        switch self {
        case .schedule: 1
        case .device: 20
        case .person: 60
        }
    }
}
