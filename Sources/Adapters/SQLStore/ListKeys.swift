import Enrollments

/// What the list of devices finds and sorts an enrollment by, written beside it with every change.
struct ListKeys {
    /// Everything that is searched, a line each.
    let search: String
    /// The name that is shown: the serial number where there is none.
    let name: String
    let serial: String
    /// Platform, then the version's numbers, each filled up with zeros.
    let os: String
    /// フリガナ, else the name; empty without a user.
    let person: String
    let organization: String

    init(_ summary: DeviceSummary, _ person: Person?, _ organization: Organization?) {
        let texts = [summary.name, summary.serialNumber, person?.name, person?.reading, organization?.name]
        let lines = texts.compactMap { $0.map { SearchText.key($0.withoutNUL) } }
        search = (lines + [SearchText.phone(summary.phoneNumber)]).filter { !$0.isEmpty }.joined(separator: "\n")
        name = Self.sortable(summary.name.isEmpty ? summary.serialNumber : summary.name)
        serial = Self.sortable(summary.serialNumber)
        os = Self.sortable(summary.platform + " " + Self.numbers(of: summary.osVersion))
        self.person = person.map { Self.sortable($0.reading.isEmpty ? $0.name : $0.reading) } ?? ""
        self.organization = organization.map { Self.sortable($0.name) } ?? ""
    }

    /// Cut, so that a page's cursor stays short; equal beginnings are told apart by the identifier.
    private static func sortable(_ text: String) -> String {
        String(String.UnicodeScalarView(SearchText.folded(text.withoutNUL).unicodeScalars.prefix(64)))
    }

    /// `17.10.1` after `17.9`: `00017.00010.00001`.
    private static func numbers(of version: String) -> String {
        version.split(separator: ".").map { part in
            String(repeating: "0", count: max(0, 5 - part.count)) + part
        }.joined(separator: ".")
    }
}
