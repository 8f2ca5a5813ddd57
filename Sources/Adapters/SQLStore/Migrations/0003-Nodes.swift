extension Migration {
    /// What several nodes of one installation need to share work.
    static let nodes = Migration(
        number: 3, name: "Nodes",
        steps: [
            .run(
                """
                CREATE TABLE leases (
                    name TEXT NOT NULL PRIMARY KEY,
                    holder TEXT NOT NULL,
                    until BIGINT NOT NULL)
                """)
        ])
}
