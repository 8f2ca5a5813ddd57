import MDMProtocol

/// What a device says to one command, and what it does afterwards.
struct CommandAnswer {
    enum Status: String {
        case acknowledged = "Acknowledged"
        case error = "Error"
        case commandFormatError = "CommandFormatError"
        case notNow = "NotNow"
    }

    /// What happens once the answer was sent, or at least tried.
    enum Effect {
        case nothing
        case wipe
        case restart
        case shutDown
        case lockMac(pin: String)
        case removeEnrollment
        case checkInAnew(Enrollment)
        /// Setup Assistant goes on; the device says so by TokenUpdate.
        case finishSetup
    }

    var status = Status.acknowledged
    var entries: [(key: String, value: PropertyList)] = []
    var effect = Effect.nothing

    static func acknowledged(_ entries: [(key: String, value: PropertyList)] = [], then effect: Effect = .nothing)
        -> CommandAnswer
    {
        CommandAnswer(entries: entries, effect: effect)
    }

    static let notNow = CommandAnswer(status: .notNow)

    static func error(_ code: Int, _ domain: String, _ description: String) -> CommandAnswer {
        CommandAnswer(status: .error, entries: [chain(code, domain, description)])
    }

    static func formatError(_ description: String) -> CommandAnswer {
        CommandAnswer(status: .commandFormatError, entries: [chain(12008, "MCMDMErrorDomain", description)])
    }

    private static func chain(_ code: Int, _ domain: String, _ description: String) -> (
        key: String, value: PropertyList
    ) {
        (
            key: "ErrorChain",
            value: .array([
                .dictionary([
                    (key: "ErrorCode", value: .integer(Int64(code))), (key: "ErrorDomain", value: .string(domain)),
                    (key: "LocalizedDescription", value: .string(description)),
                    (key: "USEnglishDescription", value: .string(description)),
                ])
            ])
        )
    }
}
