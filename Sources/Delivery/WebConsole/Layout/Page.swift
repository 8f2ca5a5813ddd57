/// A screen's view: HTML from a model of plain data. `document(in:)` is what is sent.
protocol Page: Sendable {
    /// Where マニュアル leads from this page.
    var help: ManualSection { get }
    /// The first part of the page title.
    func title(in context: ViewContext) -> String
    /// Contents of `<main>`, beginning with the page's only `h1`.
    func main(in context: ViewContext) -> HTML
    /// How much stands around `<main>`.
    var frame: PageFrame { get }
    /// A dialog over the page, which is then inert.
    func dialog(in context: ViewContext) -> HTML?
}

enum PageFrame: Sendable, Equatable {
    /// Top bar, page, foot.
    case console
    /// The same with the settings menu at the side.
    case settings(SettingsEntry)
    /// Nobody is signed in: the strand with a card hanging from it.
    case login
    /// Nobody is signed in: a plain page with the mark.
    case bare
    /// A page that a person opens on the device that is being enrolled; it knows no address of the console.
    case device
}

/// The entries of the menu at the side of 設定.
enum SettingsEntry: String, CaseIterable, Sendable {
    case overview, serviceEnvironment, pushCertificate, adeToken, notifications, calendar, webhooks
}

extension Page {
    var frame: PageFrame { .console }
    func dialog(in context: ViewContext) -> HTML? { nil }
}
