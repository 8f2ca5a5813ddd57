public import Administration

/// What is said to a person when something was not done: the fact, what it means, the next step.
///
/// The same problem is a message in the console, an RFC 9457 document in the API and lines on standard
/// error in the command line. It holds text only: no path of the server, no key, no password.
public struct Problem: Error, Sendable, Hashable {
    /// Stable, kebab-case; documented in docs/reference/problems.md. Never reused for something else.
    public let code: String
    /// What happened, in one sentence or two.
    public let fact: LocalizedText
    /// What follows from it, and what did not change.
    public let meaning: LocalizedText
    /// What to do now, and where.
    public let nextStep: LocalizedText
    /// For the service operator's terminal and log only, never for a page or the API: paths, the
    /// database's own words. Empty when there is nothing to add.
    public let operatorDetail: String

    public init(
        _ code: String, fact: LocalizedText, meaning: LocalizedText, nextStep: LocalizedText,
        operatorDetail: String = ""
    ) {
        self.code = code
        self.fact = fact
        self.meaning = meaning
        self.nextStep = nextStep
        self.operatorDetail = operatorDetail
    }

    /// Fact, meaning and next step as one paragraph: for a log entry, or a terminal.
    public func paragraph(in language: Language) -> String {
        let parts = [fact[language], meaning[language], nextStep[language]]
        switch language {
        case .japanese: return parts.joined()
        case .english: return parts.joined(separator: " ")
        }
    }
}
