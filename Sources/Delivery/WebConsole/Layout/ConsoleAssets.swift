import Administration

/// The files under `/_assets/`: style sheets, the mark and the one script; all in the executable.
enum ConsoleAssets {
    struct Asset: Sendable {
        let contentType: String
        let bytes: [UInt8]
    }

    /// - Parameter name: what follows `/_assets/`, without query.
    /// - Returns: nil when there is no such file.
    static func asset(named name: String) -> Asset? { files[name] }

    private static let css = "text/css; charset=utf-8"

    private static let files: [String: Asset] = {
        var files = [
            "tokens.css": Asset(contentType: css, bytes: PackageResources.tokens_css),
            "kizuna.css": Asset(contentType: css, bytes: PackageResources.kizuna_css),
            "console.css": Asset(contentType: css, bytes: PackageResources.console_css),
            "kizuna.js": Asset(contentType: "text/javascript; charset=utf-8", bytes: PackageResources.kizuna_js),
            "mark.svg": Asset(contentType: "image/svg+xml", bytes: PackageResources.mark_svg),
        ]
        for brand in Brand.all {
            files["brand-\(brand.key).css"] = Asset(contentType: css, bytes: Array(styleSheet(of: brand).utf8))
        }
        return files
    }()

    /// Changes with any byte of any file, so that a browser may keep the files for long.
    static let revision: String = {
        // FNV-1a, 64 bits: tells versions apart, protects nothing.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for name in files.keys.sorted() {
            for byte in files[name]?.bytes ?? [] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return String(hash, radix: 36)
    }()

    /// What the head of every page loads, in the order of the layers.
    static func links(for brand: Brand) -> HTML {
        let sheets = ["tokens.css", "kizuna.css", "console.css", "brand-\(brand.key).css"].map { name -> HTML in
            "<link rel=\"stylesheet\" href=\"/_assets/\(name)?\(revision)\">\n"
        }
        return """
            \(sheets)<link rel="icon" href="/_assets/mark.svg?\(revision)" type="image/svg+xml">
            <script src="/_assets/kizuna.js?\(revision)" defer></script>

            """
    }

    /// The brand's colour as a style sheet; without rules when the brand keeps 藍.
    static func styleSheet(of brand: Brand) -> String {
        guard let accent = brand.accent else { return "/* \(brand.key) keeps the colours of tokens.css. */\n" }
        return """
            /* \(brand.key): its own colour in place of 藍, in its shades. */
            @layer tokens {
              :root {
                --ai: light-dark(\(accent.light), \(accent.dark));
                --ai-strong: light-dark(color-mix(in oklab, \(accent.light), black 28%), color-mix(in oklab, \(accent.dark), white 40%));
                --ai-soft: light-dark(color-mix(in oklab, \(accent.light), white 89%), color-mix(in oklab, \(accent.dark), #0e141a 82%));
              }
            }

            """
    }
}
