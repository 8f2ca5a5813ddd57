import UseCases

struct LogKeepingModel: Sendable {
    var days: Int
    /// What was typed and not accepted.
    var typed: String?
    var mayChange: Bool
    /// Of a verification that was just made.
    var result: VerifyLog.Result?
    /// Nil while the log is sent nowhere.
    var export: LogExportStatus.Status?
    var message: Message?
}
