extension Migration {
    /// A TokenUpdate changes no index: on PostgreSQL a row whose indexed columns stay the same is replaced on its own page
    /// (a heap-only tuple), while one that changes is written into every index of its table anew. `token_updated_at` stood
    /// in the index of the devices that wait in Setup Assistant; those are few, and sorted when they are read.
    static let narrowChanges = Migration(
        number: 11, name: "narrow changes", oldest: 9,
        steps: [
            .run("DROP INDEX enrollments_in_setup"),
            .run("CREATE INDEX enrollments_in_setup ON enrollments (company_id, id) WHERE awaits_configuration = 1"),
            .feature(.roomForChanges),
        ])
}
