extension Migration {
    /// A search reads the texts of all devices; SQLite finds them side by side in an index of their own.
    static let search = Migration(number: 9, name: "Search", steps: [.feature(.searchTextsTogether)])
}
