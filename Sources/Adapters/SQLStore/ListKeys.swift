import Enrollments

/// What the list of devices finds and sorts an enrollment by, written beside it with every change.
struct ListKeys {
    /// Everything that is searched, a line each.
    let search: String
    /// The name that is shown: the serial number where there is none.
    let name: String
    /// Platform, then the version's numbers, each filled up with zeros.
    let os: String
    /// フリガナ, else the name; empty without a user.
    let person: String
    let organization: String

    init(_ summary: DeviceSummary, _ person: Person?, _ organization: Organization?) {
        let texts = [summary.name, summary.serialNumber, person?.name, person?.reading, organization?.name]
        let lines = texts.compactMap { $0.map { SearchText.folded($0.withoutNUL) } }
        search = (lines + [SearchText.digits(summary.phoneNumber)]).filter { !$0.isEmpty }.joined(separator: "\n")
        name = SearchText.folded((summary.name.isEmpty ? summary.serialNumber : summary.name).withoutNUL)
        os = summary.platform.withoutNUL + " " + Self.sortable(summary.osVersion)
        self.person = person.map { SearchText.folded($0.reading.isEmpty ? $0.name : $0.reading) } ?? ""
        self.organization = organization.map { SearchText.folded($0.name) } ?? ""
    }

    /// `17.10.1` after `17.9`: `00017.00010.00001`.
    private static func sortable(_ version: String) -> String {
        version.withoutNUL.split(separator: ".").map { part in
            String(repeating: "0", count: max(0, 5 - part.count)) + part
        }.joined(separator: ".")
    }
}
