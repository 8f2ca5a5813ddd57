import Administration

/// The files under `/_assets/`: style sheets and the one script.
enum ConsoleAssets {
    struct Asset: Sendable {
        let contentType: String
        let bytes: [UInt8]
    }

    /// - Returns: nil when there is no such file.
    static func asset(named name: String) -> Asset? { nil }

    /// The brand's colour as a style sheet; empty of rules when the brand keeps 藍.
    static func styleSheet(of brand: Brand) -> String { "" }
}
