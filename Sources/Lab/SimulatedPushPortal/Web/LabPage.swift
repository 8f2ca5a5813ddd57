import Foundation
import SimulatedClock

/// The Lab's own page: what is simulated, what time it is, who has which certificates.
struct LabPage {
    let now: Date
    let state: PortalState
    let newestCode: String?
    let vendor: IssuedCertificate

    var markup: Markup {
        Layout.lab(content: Markup([introduction, clock, portal, accounts, vendorSection, interface]))
    }

    private var introduction: Markup {
        """
        <div class="plate"><h1>Kizuna Lab</h1>
        <p>This program imitates Apple's Push Certificates Portal, Business Manager, push service, devices and a mail server for one Kizuna server on this
        machine, with certificates and a clock of its own. It refuses what Apple refuses. Nothing here reaches Apple, and nobody but a server started
        for this Lab trusts what it issues.</p>
        <p><a class="button primary" href="/pushcert/">Apple Push Certificates Portal</a>
        <a class="button" href="/business/">Business Manager</a>
        <a class="button" href="/devices">Devices</a> <a class="button" href="/mailbox">Mailbox</a></p></div>
        """
    }

    private var clock: Markup {
        let steps = [(1, "+1 day"), (30, "+30 days"), (305, "+305 days"), (365, "+1 year"), (-1, "−1 day")]
            .map { days, words -> Markup in "<button name=\"days\" value=\"\(days)\">\(words)</button> " }
        return """
            <div class="plate" id="clock"><h2>Clock</h2>
            <p class="time"><time datetime="\(RFC3339.text(now))">\(RFC3339.text(now))</time></p>
            <form class="row" method="post" action="/clock/jump">\(steps)<button name="system" value="1">System time</button></form>
            <form class="row" method="post" action="/clock/jump"><label for="to">Set to (UTC)</label>
            <input id="to" name="to" type="datetime-local" value="\(String(RFC3339.text(now).prefix(16)))">
            <button class="primary">Set</button></form>
            <p class="small">Server and Lab follow this clock at once. <code>GET /clock</code> and <code>PUT /clock</code> do the
            same for programs.</p></div>
            """
    }

    private var portal: Markup {
        let code: Markup = newestCode.map { "<strong class=\"mono\">\($0)</strong>" } ?? "none yet"
        return """
            <div class="plate" id="code"><h2>Newest verification code</h2>
            <p>\(code) <a href="/">Refresh</a></p>
            <p class="small">Also at <a href="/portal-code">/portal-code</a>. The Apple ID of the walk-through is
            <code>\(state.mainAccount)</code>; its password stands in <code>lab.json</code> and <code>access.json</code>. Any other
            Apple ID signs in with any password and begins with an empty list.</p></div>
            """
    }

    private var accounts: Markup {
        let sections = state.accounts.sorted { $0.key < $1.key }.map(section)
        return """
            <div class="plate" id="accounts"><h2>Accounts</h2>
            <form class="row" method="post" action="/lab/account"><label for="new">Set up another Apple ID</label>
            <input id="new" name="account" type="text" maxlength="254" autocapitalize="none" spellcheck="false">
            <button>Add</button></form>
            \(sections)</div>
            """
    }

    private func section(_ entry: (key: String, value: PortalAccount)) -> Markup {
        let (id, account) = entry
        let label = "mode-\(PortalNaming.anchor(id))"
        let phones = "phones-\(PortalNaming.anchor(id))"
        let modes = CodeMode.allCases.map { mode -> Markup in
            "<option value=\"\(mode.rawValue)\"\(account.codeMode == mode ? " selected" : "")>\(Self.words(mode))</option>"
        }
        let rows = account.rows.map { row -> Markup in
            """
            <tr><td class="mono">\(row.topic)</td><td>\(row.status(at: now).rawValue)</td>
            <td>\(row.certificates.last.map { RFC3339.text($0.notAfter) } ?? "")</td><td>\(row.certificates.count)</td></tr>
            """
        }
        let table: Markup =
            rows.isEmpty
            ? "<p class=\"small\">No certificates.</p>"
            : """
            <div class="wide" tabindex="0" role="region" aria-label="Certificates of \(id)"><table>
            <thead><tr><th>Topic</th><th>Status</th><th>Expires</th><th>Issued</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
        return """
            <section class="account"><h3>\(id)</h3>
            <form class="row" method="post" action="/lab/account"><input type="hidden" name="account" value="\(id)">
            <label for="\(label)">Second factor</label><select id="\(label)" name="mode">\(modes)</select>
            <label for="\(phones)">Phone numbers, separated by commas</label>
            <input id="\(phones)" name="phones" type="text" value="\(account.phoneNumbers.joined(separator: ", "))">
            <button>Save</button></form>
            \(table)</section>
            """
    }

    private var vendorSection: Markup {
        """
        <div class="plate" id="vendor"><h2>MDM vendor certificate</h2>
        <dl><dt>Subject</dt><dd>\(vendor.subject)</dd><dt>Serial number</dt><dd class="mono">\(vendor.serialNumber)</dd>
        <dt>Valid</dt><dd>\(RFC3339.text(vendor.notBefore)) to \(RFC3339.text(vendor.notAfter))\
        \(vendor.notAfter < now ? " (expired)" : "")</dd></dl>
        <form method="post" action="/lab/vendor"><button>Issue a new one</button></form>
        <p class="small">Certificate and key lie in the Lab's directory. Import a new one into the server with
        <code>kizuna vendor import</code>.</p></div>
        """
    }

    private var interface: Markup {
        """
        <div class="plate" id="api"><h2>For programs</h2>
        <p><a href="/api">/api</a> shows everything as JSON. Code modes, odd certificates and a judge for requests are described
        in <code>docs/reference/lab.md</code>.</p></div>
        """
    }

    private static func words(_ mode: CodeMode) -> String {
        switch mode {
        case .six: "six digits"
        case .four: "four digits and Continue"
        case .none: "no code"
        }
    }
}

/// Names that are safe as an `id` in HTML.
enum PortalNaming {
    static func anchor(_ id: String) -> String {
        String(
            id.unicodeScalars.map { scalar in scalar.isASCII && scalar.properties.isAlphabetic ? Character(scalar) : "-"
            })
            + "-\(id.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF })"
    }
}
