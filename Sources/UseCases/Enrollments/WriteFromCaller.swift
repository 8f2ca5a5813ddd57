import Administration
import Enrollments
import Ports

extension Store {
    /// What a device says changes its own enrollment only, and is taken beside what others say. A certificate that is
    /// seen for the first time is bound by a decision of its own.
    func write<Value: Sendable>(
        from caller: IdentifyCaller.Caller, in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        guard case .known(let known) = caller else { return try await write(in: scope, body) }
        return try await write(about: [known.enrollmentID], in: scope, body)
    }
}
