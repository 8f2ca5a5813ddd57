extension Migration {
    /// Each migration says from now on which versions may go on beside it; null: none but those that know it.
    static let versions = Migration(
        number: 4, name: "Versions", steps: [.run("ALTER TABLE schema_migrations ADD COLUMN oldest BIGINT")])
}
