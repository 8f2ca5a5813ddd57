/// Links to older entries and back to the newest.
struct Pager {
    let path: String
    let olderBefore: Int?
    let isContinued: Bool
    let older: Text
    let newest: Text

    func html(in c: ViewContext) -> HTML? {
        let back: HTML? = isContinued ? "<a class=\"btn\" href=\"\(path)\">\(c(newest))</a>\n" : nil
        let on: HTML? = olderBefore.map { "<a class=\"btn\" href=\"\(path)?before=\($0)\">\(c(older))</a>\n" }
        guard back != nil || on != nil else { return nil }
        return "<nav class=\"row\" aria-label=\"\(c(LogWords.paging))\">\n\(back)\(on)</nav>"
    }
}
