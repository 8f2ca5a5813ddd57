import Administration
import UseCases

/// お知らせ, all of them, newest first, in pages.
struct NoticesModel: Sendable {
    var items: [ReadNotices.Item]
    var olderBefore: Int?
    var isContinued: Bool
}

/// One お知らせ in words.
struct NoticeFace {
    let item: ReadNotices.Item

    init(_ item: ReadNotices.Item) { self.item = item }

    func sentence(in c: ViewContext) -> String {
        switch item.source {
        case .entry(let entry): c(LogWords.notice(entry.draft.event))
        case .notice(let notice):
            switch notice.source {
            case .serviceOperator: c.language == .japanese ? notice.japanese : notice.english
            case .version: c(DashboardWords.versionChanged(notice.japanese))
            }
        }
    }

    /// Whose notice it is.
    func origin(in c: ViewContext) -> String {
        switch item.source {
        case .entry(let entry): ActorName(entry.draft.actor, of: entry.draft.event).said(in: c)
        case .notice(let notice):
            switch notice.source {
            case .serviceOperator: c(FrameWords.serviceOperator)
            case .version: c(DashboardWords.theProduct)
            }
        }
    }

    /// A line of the list; unread is said in a word, not by weight alone.
    func line(in c: ViewContext, showsOrigin: Bool) -> HTML {
        let mark: HTML? =
            item.isUnread
            ? "\(Badge(kind: .live, icon: .note, word: c(DashboardWords.unread)).html) " : nil
        let kind: HTML? = item.isUnread ? " class=\"unread\"" : nil
        let origin: HTML? = showsOrigin ? " · \(origin(in: c))" : nil
        return """
            <li\(kind)><span>\(mark)\(sentence(in: c))</span> \
            <span class="key">\(c.time(item.at))\(origin)</span></li>

            """
    }
}

/// [すべて既読にする]
struct MarkReadForm {
    let items: [ReadNotices.Item]

    func html(in c: ViewContext) -> HTML? {
        guard items.contains(where: \.isUnread) else { return nil }
        return """
            <form method="post" action="\(c.href("notices/read"))">\(c.csrfField)\
            <button class="btn small" type="submit">\(c(DashboardWords.markRead))</button></form>
            """
    }
}
