import Foundation

/// The pages behind the sign-in; Apple shows them in English always.
struct CertificatePages {
    let account: String
    let now: Date

    private func frame(_ title: String, _ content: Markup) -> Markup {
        Layout.portal(title: title, japanese: false, account: account, content: content)
    }

    // MARK: list

    func list(_ rows: [PushRow]) -> Markup {
        let head: Markup = """
            <div class="head"><h1>Certificates for Third-Party Servers</h1>
            <a class="button primary" href="/pushcert/terms">Create a Certificate</a></div>
            """
        guard !rows.isEmpty else {
            return frame(
                "Certificates",
                """
                <div class="plate first">\(head)
                <p>You have no certificates yet. A certificate lets a third-party server, such as one for mobile device
                management, use the Apple Push Notification service.</p></div>
                """)
        }
        return frame(
            "Certificates",
            """
            <div class="plate">\(head)
            <div class="wide rows" tabindex="0" role="region" aria-label="Certificates"><table>
            <thead><tr><th>Service</th><th>Vendor</th><th>Expiration Date*</th><th>Status</th><th>Actions</th></tr></thead>
            <tbody>\(rows.map(line))</tbody>
            </table></div>
            <p class="small">*Renew a certificate before this date so that its server stays connected.</p></div>
            """)
    }

    private func line(_ row: PushRow) -> Markup {
        let status = row.status(at: now)
        let newest = row.certificates.last
        let notes: Markup? = row.notes.isEmpty ? nil : "<dt>Notes</dt><dd>\(row.notes)</dd>"
        return """
            <tr>
            <td>Mobile Device Management</td><td>\(row.vendor)</td>
            <td class="date">\(newest.map { Self.date($0.notAfter) } ?? "")</td>
            <td class="status \(status.rawValue.lowercased())"><span>\(status.rawValue)</span>
            <details class="info"><summary aria-label="ⓘ Details">ⓘ</summary><dl>
            <dt>Serial Number</dt><dd>\(newest?.serialNumber ?? "")</dd>
            <dt>Subject DN</dt><dd>\(newest?.subject ?? "")</dd>\(notes)</dl></details></td>
            <td class="actions"><a class="button" href="/pushcert/renew/\(row.id)">Renew</a>
            <a class="button" href="/pushcert/download/\(row.id)">Download</a>
            <a class="button" href="/pushcert/revoke/\(row.id)">Revoke</a></td>
            </tr>
            """
    }

    // MARK: create and renew

    func terms(refused: Bool) -> Markup {
        let message: Markup? =
            refused
            ? "<p class=\"refusal\" role=\"alert\">Tick the box to say that you agree, or press Decline.</p>" : nil
        return frame(
            "Terms of Use",
            """
            <div class="plate"><h1>Terms of Use</h1>
            <div class="terms" tabindex="0" role="region" aria-label="Terms">\(TermsOfUse.text)</div>
            <p><a href="/pushcert/terms/printable">Printable Version &gt;</a></p>
            \(message)
            <form method="post" action="/pushcert/terms">
            <p class="tick"><input id="agree" name="agree" type="checkbox" value="1">
            <label for="agree">I have read and agree to these terms and conditions.</label></p>
            <p class="buttons"><a class="button" href="/pushcert/">Decline</a> <button class="primary">Accept</button></p>
            </form></div>
            """)
    }

    func printableTerms() -> Markup {
        frame("Terms of Use", "<div class=\"plate\"><h1>Terms of Use</h1>\(TermsOfUse.text)</div>")
    }

    func create(refusal: PortalRefusal?, notes: String = "") -> Markup {
        frame(
            "Create a New Push Certificate",
            """
            <div class="plate"><h1>Create a New Push Certificate</h1>
            <p>\(Self.creationInstruction)</p>
            \(Self.refusal(refusal))
            <form method="post" action="/pushcert/upload" enctype="multipart/form-data">
            <label for="notes">Notes</label><textarea id="notes" name="notes" rows="3" maxlength="1000">\(notes)</textarea>
            <label for="request">Vendor-signed Certificate Signing Request</label>
            <input id="request" name="request" type="file">
            <p class="buttons"><a class="button" href="/pushcert/">Cancel</a> <button class="primary">Upload</button></p>
            </form></div>
            """)
    }

    func renew(_ row: PushRow, refusal: PortalRefusal?) -> Markup {
        frame(
            "Renew Push Certificate",
            """
            <div class="plate"><h1>Renew Push Certificate</h1>
            <p>\(Self.renewalInstruction)</p>
            <dl><dt>Service</dt><dd>Mobile Device Management</dd><dt>Vendor</dt><dd>\(row.vendor)</dd>
            <dt>Expiration Date</dt><dd>\(row.certificates.last.map { Self.date($0.notAfter) } ?? "")</dd></dl>
            \(Self.refusal(refusal))
            <form method="post" action="/pushcert/renew/\(row.id)" enctype="multipart/form-data">
            <label for="notes">Notes</label><textarea id="notes" name="notes" rows="3" maxlength="1000">\(row.notes)</textarea>
            <label for="request">Vendor-signed Certificate Signing Request</label>
            <input id="request" name="request" type="file">
            <p class="buttons"><a class="button" href="/pushcert/">Cancel</a> <button class="primary">Upload</button></p>
            </form></div>
            """)
    }

    private static let renewalInstruction =
        "Enter your Certificate Signing Request signed by your third-party server vendor "
        + "to renew the following push certificate."
    private static let creationInstruction =
        "Upload your Certificate Signing Request signed by your third-party server vendor "
        + "to create a new push certificate."

    private static func refusal(_ refusal: PortalRefusal?) -> Markup? {
        guard let refusal else { return nil }
        let code: Markup? = refusal.code.map { "<p class=\"small\">ErrorCode \($0)</p>" }
        return """
            <div class="refusal" role="alert" data-rule="\(refusal.rule.rawValue)"><h2>\(refusal.title)</h2>
            <p>\(refusal.text)</p>\(code)
            <p class="small">Kizuna Lab: <code>\(refusal.rule.rawValue)</code></p></div>
            """
    }

    func confirmation(_ row: PushRow) -> Markup {
        frame(
            "Confirmation",
            """
            <div class="plate"><h1>Confirmation</h1>
            <p>You have successfully created a new push certificate with the following information:</p>
            <dl><dt>Service</dt><dd>Mobile Device Management</dd><dt>Vendor</dt><dd>\(row.vendor)</dd>
            <dt>Expiration Date</dt><dd>\(row.certificates.last.map { Self.date($0.notAfter) } ?? "")</dd></dl>
            <p class="buttons"><a class="button" href="/pushcert/">Manage Certificates</a>
            <a class="button primary" href="/pushcert/download/\(row.id)">Download</a></p></div>
            """)
    }

    // MARK: revoke

    func revoke(_ row: PushRow) -> Markup {
        frame(
            "Revoke",
            """
            <div class="plate"><h1>Revoke Push Certificate</h1>
            <p>Are you sure you want to revoke this certificate? Its server will no longer be able to use the Apple Push
            Notification service. This cannot be undone.</p>
            <dl><dt>Service</dt><dd>Mobile Device Management</dd><dt>Vendor</dt><dd>\(row.vendor)</dd>
            <dt>Subject DN</dt><dd>\(row.certificates.last?.subject ?? "")</dd></dl>
            <form method="post" action="/pushcert/revoke/\(row.id)">
            <p class="buttons"><a class="button" href="/pushcert/">Cancel</a> <button class="primary">Revoke</button></p>
            </form></div>
            """)
    }

    func cannotRenew(_ row: PushRow) -> Markup {
        frame(
            "Renew Push Certificate",
            """
            <div class="plate"><h1>Renew Push Certificate</h1>
            <p class="refusal" role="alert">This certificate has been revoked and cannot be renewed. Create a new one.</p>
            <p class="buttons"><a class="button" href="/pushcert/">Manage Certificates</a></p></div>
            """)
    }

    /// `Feb 21, 2019`, in UTC.
    static func date(_ instant: Date) -> String {
        var style = Date.FormatStyle(locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt)
        style = style.month(.abbreviated).day(.defaultDigits).year(.defaultDigits)
        return instant.formatted(style)
    }
}

/// Terms of the Lab's own invention: what is agreed to here binds nobody.
enum TermsOfUse {
    static let text: Markup = """
        <h2>PLEASE READ THE FOLLOWING TERMS CAREFULLY</h2>
        <p>These are the terms of a simulation. They stand where the real portal shows its licence agreement, so that the
        box can be ticked and the button pressed as on the real day.</p>
        <p>1. Certificates issued here are signed by the Kizuna Lab. Nobody outside this machine trusts them, and they are
        of no use with any service of Apple.</p>
        <p>2. One certificate serves one server. Keep its private key to yourself, and renew it every year under the
        Apple ID that created it.</p>
        <p>3. A new certificate has a new topic. Devices that listen to the old one will not hear it.</p>
        <p>4. The Lab may set its clock forward or back at any time, and everything here may be gone tomorrow.</p>
        """
}
