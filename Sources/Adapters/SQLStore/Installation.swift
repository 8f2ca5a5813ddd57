import Ports

extension SQLTransaction {
    func installationValue(_ key: InstallationKey) throws -> [UInt8]? {
        try row("SELECT value FROM installation_values WHERE name = $1", [.text(key.rawValue)])?.bytes("value")
    }

    func setInstallationValue(_ value: [UInt8]?, for key: InstallationKey) throws {
        guard let value else {
            return try execute("DELETE FROM installation_values WHERE name = $1", [.text(key.rawValue)])
        }
        try execute(
            """
            INSERT INTO installation_values (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, [.text(key.rawValue), .bytes(value)])
    }
}
