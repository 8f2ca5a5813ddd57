import Administration
import Foundation
public import Ports

/// Notices as mails, with the words of console and log.
///
/// A Japanese mail about an expiring Apple Push certificate begins, to the letter, with the manual's sample (S0 §3.1);
/// what every notice names besides, topic above all, follows below it.
public struct NoticeMailWriter: NoticeWording {
    public init() {}

    public func write(_ notice: MailNotice) -> NoticeText {
        let c = context(of: notice)
        let product = notice.company.brand.productName
        switch notice.content {
        case .events(let entries):
            let subject = entries.count == 1 ? entries.first.map { MailLines.subject($0, c) } : nil
            return text(
                notice, c, subject: subject ?? c(MailWords.severalEvents(entries.count)),
                opening: c(MailWords.happened(product)), lines: MailLines.lines(entries, c),
                details: entries.count == 1 ? entries.first.flatMap { MailLines.details($0, c) } : nil)
        case .unconfirmed(let entry):
            return text(
                notice, c, subject: c(MailWords.unconfirmedSubject) + MailLines.subject(entry, c),
                opening: c(MailWords.unconfirmed(product, since: c.dateTime(entry.draft.occurredAt))),
                lines: MailLines.lines([entry], c), details: MailLines.details(entry, c))
        case .test:
            return text(
                notice, c, subject: c(MailWords.testSubject), opening: c(MailWords.testOpening(product)),
                lines: [c(MailWords.testLine(at: c.dateTime(c.now)))], details: nil)
        }
    }

    private func text(
        _ notice: MailNotice, _ c: ViewContext, subject: String, opening: String, lines: [String], details: [String]?
    ) -> NoticeText {
        let brand = notice.company.brand
        var parts = [
            opening, "", c(MailWords.company(notice.company.name)), "",
        ]
        parts += lines
        parts += ["", notice.consoleURL + notice.link, "", "-----", brand.productName]
        parts.append("\(notice.consoleURL)/\(notice.company.code)")
        if !brand.companyLine.isEmpty { parts.append(brand.companyLine) }
        parts += ["-----", ""]
        parts += c(MailWords.automatic(brand.productName)).split(separator: "\n").map(String.init)
        if let details { parts += [""] + details }
        return NoticeText(
            subject: "【\(brand.productName)】\(subject)", text: parts.joined(separator: "\n") + "\n")
    }

    private func context(of notice: MailNotice) -> ViewContext {
        let now: Date =
            switch notice.content {
            case .events(let entries): entries.last?.draft.occurredAt ?? notice.writtenAt
            case .unconfirmed, .test: notice.writtenAt
            }
        return ViewContext(
            language: notice.language, brand: notice.company.brand,
            company: .init(code: notice.company.code.description, name: notice.company.name), user: nil,
            timeZone: notice.company.timeZone, now: now, isLab: false, section: nil, path: "/", csrfToken: "",
            version: "")
    }
}
