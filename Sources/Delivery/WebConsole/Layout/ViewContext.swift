import Administration
import Foundation
import Problems

/// What every page knows beside its own model: who looks at it, when, and in which language.
struct ViewContext: Sendable {
    struct CompanyFace: Sendable, Equatable {
        let code: String
        let name: String
    }

    struct UserFace: Sendable, Equatable {
        let login: String
        let role: Role
    }

    /// The five words of the top bar; the dashboard is none of them.
    enum Section: String, CaseIterable, Sendable {
        case devices, users, organizations, settings, log
    }

    var language: Language
    var brand: Brand
    /// Nil where no company is known: set-up, an address of the product itself.
    var company: CompanyFace?
    /// Nil before sign-in: such a page has neither menu nor log-out.
    var user: UserFace?
    var timeZone: TimeZone
    var now: Date
    /// A Lab server says so at the top of every page.
    var isLab: Bool
    var section: Section?
    /// Path of this page with its query but without `lang`, begins with `/`; the language link keeps it.
    var path: String
    /// Goes into every form as `csrf`; empty leaves the field out.
    var csrfToken: String
    /// The product's version, in the page foot.
    var version: String
}

extension ViewContext {
    /// The text in this page's language and this brand's words.
    func callAsFunction(_ text: Text) -> String { text.said(in: language, by: brand) }

    func callAsFunction(_ phrase: Phrase) -> HTML { phrase.said(in: language) }

    func callAsFunction(_ text: LocalizedText) -> String { text[language] }

    /// Sentences one after the other, as this language sets them.
    func paragraph(_ sentences: [String]) -> HTML {
        let said = sentences.filter { !$0.isEmpty }.map { AppleNames.marked($0, in: language) }
        return HTML.joined(said, by: language == .japanese ? "" : " ")
    }

    /// An address of this company: `href("settings")` is `/sample/settings`; without a company `/`.
    func href(_ path: String = "") -> String {
        guard let company else { return "/" }
        return "/\(company.code)/\(path)"
    }

    /// Hidden field that proves that the form came from this page.
    var csrfField: HTML? {
        csrfToken.isEmpty ? nil : "<input type=\"hidden\" name=\"csrf\" value=\"\(csrfToken)\">"
    }

    func permits(_ permission: Permission) -> Bool { user?.role.permits(permission) ?? false }
}
