public import Administration
public import AutomatedEnrollment
import Foundation
import Ports

/// Brings a company's list of devices up to date, page by page: each page and its cursor are one transaction. Then
/// the current profile is assigned to whatever wants it and has another.
public struct FetchDevices: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// More pages than 20,000 devices have; then the next time goes on.
    private static let mostPages = 200

    /// Why Apple is asked now.
    public enum Cause: Sendable {
        case schedule
        /// Who looks at the page may ask at any time.
        case person
        /// One in setup that is not listed: perhaps it was assigned a minute ago, perhaps it is nobody's.
        case device
    }

    /// For every company whose time has come; run by the node that keeps the upkeep.
    public func due() async throws {
        let now = installation.now
        let scopes = try await installation.store.read { try $0.dueFetches(at: now, limit: 20) }
        for scope in scopes {
            guard let company = try await installation.store.read(in: scope, { try $0.company(scope) }) else {
                continue
            }
            _ = try? await self(in: company, for: .schedule)
        }
    }

    /// - Returns: nil when all went well or it is not the time, else what stood against it; it is stored, too.
    /// - Throws: ``TokenError/noTokenRegistered``, and what the store and the vault throw.
    @discardableResult
    public func callAsFunction(in company: Company, for cause: Cause = .person) async throws -> ServiceProblem? {
        let (token, registered) = try await OpenToken(installation)(in: company)
        guard let turn = try await FetchTurn.take(for: cause, in: company.scope, installation) else {
            return cause == .person ? .throttled(retryAfterSeconds: nil) : nil
        }
        do {
            let problem = try await fetch(token, registered, turn, in: company.scope)
            await turn.end()
            return problem
        } catch {
            await turn.end()
            throw error
        }
    }

    private func fetch(
        _ token: ServerToken, _ registered: RegisteredToken, _ turn: FetchTurn, in scope: CompanyScope
    ) async throws -> ServiceProblem? {
        let begun = installation.now
        var record = turn.before ?? FetchRecord(dueAt: begun)
        record.attemptedAt = begun
        record.dueAt = begun.addingTimeInterval(FetchRecord.intervalSeconds)
        do {
            try await Self.naming(&record, token, installation.adeService)
            try await pages(&record, token, registered, turn, in: scope)
            try await AssignProfile(installation).catchUp(token, in: scope)
            record.problem = ""
            record.succeededAt = installation.now
            try await save(record, registered, turn, in: scope)
            return nil
        } catch let problem as ServiceProblem {
            record.take(problem)
            if case .throttled(let seconds?) = problem {
                record.dueAt = begun.addingTimeInterval(
                    max(FetchRecord.intervalSeconds, TimeInterval(min(seconds, 86_400))))
            }
            try await save(record, registered, turn, in: scope)
            return problem
        }
    }

    private static func naming(
        _ record: inout FetchRecord, _ token: ServerToken, _ service: any ADEService
    ) async throws {
        let account = try await service.account(token)
        record.serverName = String(account.serverName.prefix(200))
        record.organization = String(account.organization.prefix(200))
    }

    private func pages(
        _ record: inout FetchRecord, _ token: ServerToken, _ registered: RegisteredToken, _ turn: FetchTurn,
        in scope: CompanyScope
    ) async throws {
        for _ in 0..<Self.mostPages {
            let now = installation.now
            var next = record
            let page: DevicePage?
            let step: DeviceFetch.Step
            do throws(ServiceProblem) {
                let asked = try await installation.adeService.page(record.fetch, token)
                step = next.fetch.take(asked)
                page = asked
            } catch {
                step = next.fetch.take(error)
                page = nil
            }
            if case .stop(let problem) = step { throw problem }
            let taken = next
            try await installation.store.write(in: scope) { transaction in
                // Somebody registered another token meanwhile: its own fetch begins anew.
                guard try transaction.activeToken(in: scope)?.id == registered.id,
                    try turn.renew(at: now, transaction)
                else { throw TokenError.noTokenRegistered }
                for entry in page?.newest ?? [] {
                    try Self.take(entry, round: taken.fetch.round, at: now, in: scope, transaction)
                }
                if step == .roundEnded {
                    _ = try transaction.removeTokenDevices(notInRound: taken.fetch.round, at: now, in: scope)
                }
                try transaction.save(taken, in: scope)
            }
            record = next
            // After a whole round its changes are asked for at once: some came while it was fetched.
            if step == .done { return }
        }
    }

    private static func take(
        _ entry: DevicePage.Entry, round: Int, at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws {
        let known = try transaction.tokenDevice(entry.device.serialNumber, in: scope)
        if entry.isDeleted {
            guard var gone = known, gone.removedAt == nil else { return }
            gone.removedAt = now
            gone.isWanted = false
            return try transaction.save(gone, in: scope)
        }
        // One that is new, or comes again, wants the current profile.
        let isNew = known.map { $0.removedAt != nil } ?? true
        try transaction.save(
            ListedDevice(
                device: entry.device, round: round, isWanted: isNew ? true : known?.isWanted ?? true,
                assignProblem: known?.assignProblem ?? ""), in: scope)
    }

    private func save(
        _ record: FetchRecord, _ registered: RegisteredToken, _ turn: FetchTurn, in scope: CompanyScope
    ) async throws {
        let now = installation.now
        try await installation.store.write(in: scope) { transaction in
            guard try transaction.activeToken(in: scope)?.id == registered.id, try turn.renew(at: now, transaction)
            else { return }
            try transaction.save(record, in: scope)
            guard let draft = Self.news(record, since: turn.before, registered, at: now) else { return }
            try transaction.append(draft, in: scope)
        }
    }

    /// What people have to be told of: that the token cannot be used any more, or can be again.
    private static func news(
        _ record: FetchRecord, since before: FetchRecord?, _ registered: RegisteredToken, at now: Date
    ) -> AuditDraft? {
        let told = before?.trouble(since: registered.registeredAt)
        let trouble = record.trouble(since: registered.registeredAt)
        let subject = record.serverName.isEmpty ? registered.consumerKey : record.serverName
        if let trouble, trouble != told {
            return AuditDraft(
                .adeTokenFailing, by: .anonymous, at: now, subject: subject, after: [AuditField("reason", trouble)])
        }
        guard let told, record.problem.isEmpty else { return nil }
        return AuditDraft(
            .adeTokenWorking, by: .anonymous, at: now, subject: subject, before: [AuditField("reason", told)])
    }
}
