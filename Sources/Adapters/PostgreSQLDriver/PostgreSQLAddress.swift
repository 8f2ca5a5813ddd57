import CLibpq
import CLibpqOpening
import Glibc
import Ports

/// The address of a database, with our defaults before it, and the care that its password is not told.
struct PostgreSQLAddress {
    private let address: String
    private let password: String?
    /// A character that should have been escaped moves parts of a password to where libpq takes them for a host or a
    /// port, and names them.
    private let isDubious: Bool

    /// Opens libpq if nobody has before.
    ///
    /// - Throws: `StoreError.unavailable` when libpq cannot read it (libpq's own words would quote it), or is not there.
    init(_ address: String, trouble: String? = Self.trouble) throws {
        self.address = address
        if let trouble {
            throw StoreError.unavailable(
                "libpq, the library that speaks to PostgreSQL, cannot be used (\(trouble)). Install libpq5")
        }
        guard let options = PQconninfoParse(address, nil) else { throw StoreError.unavailable(Self.remedy) }
        defer { PQconninfoFree(options) }
        var (option, found) = (options, String?.none)
        while let keyword = option.pointee.keyword {
            if String(cString: keyword) == "password" { found = option.pointee.val.map { String(cString: $0) } }
            option += 1
        }
        password = found.flatMap { $0.isEmpty ? nil : $0 }
        let start = address.firstRange(of: "://")?.upperBound
        let end = address.lastIndex(of: "@")
        if let start, let end, start < end {
            isDubious = address[start..<end].contains { "/?#@".contains($0) }
        } else {
            isDubious = false
        }
    }

    /// A server that has gone silent is given up within half a minute, unless the address says otherwise.
    func connect() -> OpaquePointer? {
        let options = [
            ("connect_timeout", "10"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "25000"), ("fallback_application_name", "kizuna"),
            ("dbname", address), ("client_encoding", "UTF8"),
        ]
        let keywords = options.map { strdup($0.0) }
        let values = options.map { strdup($0.1) }
        defer { (keywords + values).forEach { free($0) } }
        return PQconnectdbParams(
            keywords.map { $0.map { UnsafePointer($0) } } + [nil],
            values.map { $0.map { UnsafePointer($0) } } + [nil], 1)
    }

    /// libpq's words without the password.
    func told(_ words: String) -> String {
        guard !isDubious else { return Self.remedy }
        guard let password else { return words }
        return words.replacing(password, with: "…")
    }

    /// Why libpq cannot be used.
    static let trouble = kizuna_libpq_trouble().map { String(cString: $0) }

    private static let remedy = """
        the address in --database cannot be read. Write it as postgresql://USER:PASSWORD@HOST/DATABASE, and the \
        characters / ? # @ : % in the password as %2F %3F %23 %40 %3A %25
        """
}
