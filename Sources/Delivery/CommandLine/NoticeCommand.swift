import Administration
import ArgumentParser
import Enrollments
import Foundation
import UseCases

/// `kizuna admin notice`: what the operator has to say to the people of a company.
struct NoticeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notice", abstract: "Notices (お知らせ) on the dashboards.",
        subcommands: [NoticeAddCommand.self, NoticeListCommand.self, NoticeRemoveCommand.self])
}

struct NoticeAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Shows a notice to one company or to all of them; prints its identifier.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Flag(name: .long, help: "For every company of the installation.") var all = false
    @Option(name: .long, help: "The text in Japanese.") var ja: String
    @Option(name: .long, help: "The text in English.") var en: String
    @Option(name: .long, help: "Shown until then: 2026-12-01 (the end of that day, UTC), or RFC 3339 with a zone.")
    var until: String?

    func run() async throws {
        let until = try until.map { text in
            if let day = LogDay(text), let end = day.next.start(in: .gmt) { return end }
            guard let date = try? Date(text, strategy: .iso8601) else {
                throw ValidationError("--until must be like 2026-12-01 or 2026-12-01T18:00:00+09:00.")
            }
            return date
        }
        try await data.withInstallation { open in
            let company = all ? nil : try await company.choose(in: open)
            let notice = try await ManageNotices(open.installation).add(
                japanese: ja, english: en, until: until, for: company)
            Terminal.say(notice.id.description)
        }
    }
}

struct NoticeListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the notices, newest first.")

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    private struct Row: Encodable {
        let id: String
        /// Code of the company; `*` for all.
        let company: String
        let source: String
        let ja: String
        let en: String
        let createdAt: Date
        let until: Date?
    }

    func run() async throws {
        try await data.withInstallation { open in
            let companies = try await FindCompany(open.installation).all()
            let rows = try await ManageNotices(open.installation).list().map { notice in
                Row(
                    id: notice.id.description,
                    company: notice.companyID.map { id in
                        companies.first { $0.id == id }?.code.description ?? id.description
                    } ?? "*", source: notice.source.rawValue, ja: notice.japanese, en: notice.english,
                    createdAt: notice.createdAt, until: notice.until)
            }
            if json { return try Terminal.sayJSON(rows) }
            let isJapanese = Terminal.language == .japanese
            for row in rows { Terminal.say("\(row.id)\t\(row.company)\t\(isJapanese ? row.ja : row.en)") }
        }
    }
}

struct NoticeRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Takes a notice away.")

    @OptionGroup var data: DataOptions
    @Argument(help: "Its identifier, as `list` prints it.") var id: String

    func run() async throws {
        try await data.withInstallation { open in
            try await ManageNotices(open.installation).remove(NoticeID(stored: id))
            Terminal.say("Removed.")
        }
    }
}
