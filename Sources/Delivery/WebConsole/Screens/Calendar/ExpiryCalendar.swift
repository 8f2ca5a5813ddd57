import Administration
import Calendars
import Foundation
import Ports
import PushCertificates
import UseCases

/// What of a company ends, as a calendar in one language.
struct ExpiryCalendar {
    private let contents: ReadCalendar.Contents
    private let language: Language
    private let publicURL: String

    init(_ contents: ReadCalendar.Contents, in language: Language, publicURL: String) {
        self.contents = contents
        self.language = language
        self.publicURL = publicURL
    }

    var file: CalendarFile {
        CalendarFile(
            producer: "-//Kizuna//expiry//\(language.rawValue.uppercased())",
            name: "\(say(CertificateWords.expires)) (\(contents.company.name))", events: contents.expiries.map(event))
    }

    private func event(_ expiry: Expiry) -> CalendarFile.Event {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = contents.company.timeZone
        let day = calendar.dateComponents([.year, .month, .day], from: expiry.notAfter)
        let kind = say(CalendarWords.name(of: expiry.kind))
        return CalendarFile.Event(
            uid: "\(expiry.kind.rawValue)-\(expiry.identifier.prefix(40))@\(contents.company.id)", year: day.year ?? 0,
            month: day.month ?? 0, day: day.day ?? 0,
            summary: say(CalendarWords.summary(kind, company: contents.company.name)),
            description: description(of: expiry), changedAt: expiry.since,
            alarms: [30, 7, 1].map { ($0, say(CalendarWords.ahead(kind, days: $0))) })
    }

    private func description(of expiry: Expiry) -> String {
        var lines = [say(CalendarWords.advice(expiry.kind))]
        if expiry.kind == .pushCertificate {
            lines.append("\(say(CertificateWords.topic)): \(expiry.subject)")
            if !contents.details.appleID.isEmpty {
                lines.append("\(say(CertificateWords.appleID)): \(contents.details.appleID)")
            }
            lines.append("\(publicURL)/\(contents.company.code)/\(SettingsEntry.pushCertificate.path)")
        }
        return lines.joined(separator: "\n")
    }

    private func say(_ text: Text) -> String { text.said(in: language, by: contents.company.brand) }
}
