import Administration
import ArgumentParser
import Enrollments
import Foundation
import Ports
import UseCases

/// Both logs, oldest first, for other programs: stable keys instead of words.
struct LogExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes a log to standard output, oldest entry first.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case jsonl, csv
    }

    @OptionGroup var data: DataOptions
    @OptionGroup var choice: LogChoice
    @Option(name: .long, help: "jsonl or csv.") var format = Format.jsonl
    @Option(name: .long, help: "Only what was received then or later: 2026-11-21, or RFC 3339 with a zone.")
    var since: String?

    func run() async throws {
        let since = try since.map { text in
            guard let date = Self.instant(text) else {
                throw ValidationError("--since must be like 2026-11-21 (UTC) or 2026-11-21T09:00:00+09:00.")
            }
            return date
        }
        try await data.withInstallation { open in
            let (name, scope) = try await choice.choose(in: open)
            let export = ExportLog(open.installation)
            if format == .csv { Terminal.sayRaw(LogRecord.csvHeader) }
            for try await record in export.records(since: since, of: name, in: scope) {
                Terminal.sayRaw(format == .jsonl ? record.jsonLine : record.csvLine)
            }
        }
    }

    private static func instant(_ text: String) -> Date? {
        if let day = LogDay(text) { return day.start(in: .gmt) }
        return try? Date(text, strategy: .iso8601)
    }
}
