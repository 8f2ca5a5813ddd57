import Foundation

/// A message in the product's voice: fact, meaning, next step; texts are already in the page's language.
struct Message: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case done, note, warning, refusal
    }

    var kind: Kind
    /// What happened.
    var fact: String
    /// What it means; empty leaves it out.
    var meaning: String
    /// What to do next; empty leaves it out.
    var nextStep: String
    /// Stable code, the same in ログ, API and documentation; nil shows none.
    var code: String?
    /// Reference number that finds the occurrence in the server's log.
    var reference: String?

    init(
        _ kind: Kind, _ fact: String, meaning: String = "", nextStep: String = "", code: String? = nil,
        reference: String? = nil
    ) {
        self.kind = kind
        self.fact = fact
        self.meaning = meaning
        self.nextStep = nextStep
        self.code = code
        self.reference = reference
    }
}
