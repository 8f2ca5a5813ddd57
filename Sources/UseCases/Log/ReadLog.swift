public import Administration
public import Enrollments
import Foundation
import Notices
public import Ports

/// ログ of one company, newest first, a page at a time.
public struct ReadLog: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Listing: Sendable {
        public let page: LogPage
        /// For the choice of 組織.
        public let organizations: [Organization]
        /// Name of the device that the log is filtered to.
        public let deviceName: String?
        public let state: LogState
    }

    public static let pageSize = 50

    public func callAsFunction(_ question: LogQuestion, in scope: CompanyScope) async throws -> Listing {
        try await installation.store.read { transaction in
            let summary = try question.query.device.flatMap {
                try transaction.currentEnrollment(of: $0, in: scope)?.summary
            }
            return Listing(
                page: try Self.page(question, limit: Self.pageSize, in: scope, transaction),
                organizations: try transaction.organizations(in: scope),
                deviceName: summary.map { $0.name.isEmpty ? $0.serialNumber : $0.name },
                state: try transaction.logState(in: scope))
        }
    }

    /// A part of exactly what is seen, for a file: pages follow each other by their positions.
    public func part(_ question: LogQuestion, in scope: CompanyScope) async throws -> LogPage {
        try await installation.store.read { try Self.page(question, limit: 1_000, in: scope, $0) }
    }

    /// 通知対象 is also what the company's own rules tell of.
    private static func page(
        _ question: LogQuestion, limit: Int, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> LogPage {
        var question = question
        if question.query.kind == .notices {
            let told = try transaction.noticeRules(in: scope).filter(\.isEnabled).map(\.events)
            question.noticeEvents = told.reduce(into: Set()) { $0.formUnion($1) }.sorted { $0.rawValue < $1.rawValue }
        }
        return try transaction.logPage(question, limit: limit, in: scope)
    }
}
