import Ports
import SQLStore

/// Row-level security: the database shows a transaction the rows of its company alone (docs/decisions/0021).
///
/// Each table with a column `company_id`, and `companies`, has a policy that compares it with the setting
/// `kizuna.company`, which BEGIN brings along (``SQLStore/SQLReach``); `*` is every company. FORCE, because the role that
/// made the tables owns them. The setting is asked for once in a statement, as a sub-select, not once for each row.
enum CompanyWallStatements {
    /// For tables that do not have it yet.
    static let wall: [SQL] = [
        """
        DO $body$
        DECLARE one RECORD; reached TEXT := '(SELECT current_setting(''kizuna.company'', true))';
        BEGIN
            FOR one IN
                SELECT c.oid, c.relname, a.attname FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
                    AND (a.attname = 'company_id' OR (c.relname = 'companies' AND a.attname = 'id'))
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
                    AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'company_wall')
            LOOP
                EXECUTE format('CREATE POLICY company_wall ON %I USING (%I = %s OR %s = ''*'')',
                    one.relname, one.attname, reached, reached);
                IF one.relname = 'notices' THEN
                    CREATE POLICY notices_for_all ON notices FOR SELECT USING (company_id IS NULL);
                END IF;
                EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', one.relname);
            END LOOP;
        END $body$
        """
    ]

    static let open: [SQL] = [
        """
        DO $body$
        DECLARE one RECORD;
        BEGIN
            FOR one IN
                SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'company_wall'
                WHERE c.relnamespace = current_schema()::regnamespace
            LOOP
                EXECUTE format('CREATE POLICY unsaid_company ON %I
                    USING (COALESCE(length((SELECT current_setting(''kizuna.company'', true))), 0) = 0)', one.relname);
            END LOOP;
        END $body$
        """
    ]

    static let closed: [SQL] = [
        """
        DO $body$
        DECLARE one RECORD;
        BEGIN
            FOR one IN
                SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'unsaid_company'
                WHERE c.relnamespace = current_schema()::regnamespace
            LOOP
                EXECUTE format('DROP POLICY unsaid_company ON %I', one.relname);
            END LOOP;
        END $body$
        """
    ]

    static func state(_ link: PostgreSQLLink) throws -> CompanyWall {
        let role = try link.command(
            "SELECT rolname::text FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
        ).word()
        guard role.isEmpty else { return .passedByRole(role) }
        let policies = try link.command(
            """
            SELECT CASE WHEN bool_or(p.polname = 'unsaid_company') THEN 'open'
                WHEN bool_or(p.polname = 'company_wall') THEN 'closed' ELSE 'none' END
            FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
            WHERE c.relnamespace = current_schema()::regnamespace
            """
        ).word()
        switch policies {
        case "closed": return .closed
        case "open": return .open
        default: return .none
        }
    }
}

extension SQLReach {
    /// What says it, until the transaction ends.
    ///
    /// - Throws: `StoreError.conflict` for a company whose identifier is none.
    var question: PostgreSQLQuestion {
        get throws {
            let word: String
            switch self {
            case .everyCompany: word = "*"
            case .unsaid: word = ""
            case .company(let id):
                // Text without a NUL would do; `*` would not.
                let isPlain = id.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                        || byte == 0x2D || byte == 0x5F
                }
                guard isPlain, !id.isEmpty else { throw StoreError.conflict("this is no company's identifier") }
                word = id
            }
            return PostgreSQLQuestion("SELECT set_config('kizuna.company', $1, true)", [.text(word)])
        }
    }
}
