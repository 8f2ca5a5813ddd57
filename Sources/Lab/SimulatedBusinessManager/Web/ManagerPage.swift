import Foundation
import SimulatedClock
import SimulatedPushPortal

/// The Business Manager as one page: servers with their tokens, and devices with their server.
struct ManagerPage {
    let state: ManagerState
    let unowned: [PurchasableDevice]
    let now: Date
    let japanese: Bool
    let problem: String?

    private func say(_ ja: String, _ en: String) -> String { japanese ? ja : en }

    var markup: Markup {
        let refusal: Markup? = problem.map { "<p class=\"refusal\" role=\"alert\">\($0)</p>" }
        return Layout.lab(
            title: "Business Manager", japanese: japanese,
            content: """
                <h1>Business Manager</h1>
                <p class="small">\(say("Apple Business Manager の代わりです。Apple のサイトではありません。", "In the place of Apple Business Manager. This is not Apple.")) \(state.organization)</p>
                \(refusal)
                \(servers)
                \(devices)
                \(terms)
                """)
    }

    private var servers: Markup {
        """
        <div class="plate" id="servers"><h2>\(say("デバイス管理サービス", "Device management services"))</h2>
        \(state.servers.map(server))
        <form class="row" method="post" action="/business/servers">
        <label for="name">\(say("サーバー名", "Server name"))</label><input id="name" name="name" type="text" value="Kizuna" required maxlength="100">
        <button>\(say("追加", "Add"))</button></form></div>
        """
    }

    private func server(_ server: ManagedServer) -> Markup {
        let count = state.devices.count { $0.serverID == server.id }
        let token = server.tokens.last.map { say("トークンの有効期限: ", "Token expires: ") + RFC3339.text($0.expiresAt) }
        let download: Markup? =
            server.publicKeyPEM == nil
            ? nil
            : """
            <form class="row" method="post" action="/business/servers/\(server.id)/token">
            <button>\(say("トークンをダウンロード", "Download Token"))</button></form>
            """
        return """
            <section class="account" id="\(server.id)"><h3>\(server.name)</h3>
            <p class="small"><span class="mono">\(server.consumerKey)</span><br>\(say("機器", "Devices")): \(count)<br>\(token ?? say("トークンはまだありません。", "No token yet."))</p>
            <form class="row" method="post" action="/business/servers/\(server.id)/public-key" enctype="multipart/form-data">
            <label for="key-\(server.id)">\(say("公開鍵 (.pem)", "Public key (.pem)"))</label>
            <input id="key-\(server.id)" name="public_key" type="file" required>
            <button>\(server.publicKeyPEM == nil ? say("アップロード", "Upload") : say("差し替え", "Replace"))</button></form>
            \(download)
            <form class="row" method="post" action="/business/servers/\(server.id)/delete"><button class="plain">\(say("サーバーを削除", "Delete server"))</button></form>
            </section>
            """
    }

    private var devices: Markup {
        let rows = state.devices.map { device in
            row(device.serialNumber, device.model, device.serverID, device.profileStatus)
        }
        let fresh = unowned.map { row($0.serialNumber, $0.model, nil, "–") }
        return """
            <div class="plate" id="devices"><h2>\(say("デバイス", "Devices"))</h2>
            <p class="small">\(say("サーバーを選んで割り当てると、その機器は組織の購入品になります。", "Assigning a device to a server makes it one that the organization has bought."))</p>
            <div class="wide" tabindex="0" role="region" aria-label="Devices"><table>
            <thead><tr><th>Serial</th><th>Model</th><th>Profile</th><th>Server</th></tr></thead>
            <tbody>\(rows)\(fresh)</tbody></table></div></div>
            """
    }

    private func row(_ serial: String, _ model: String, _ serverID: String?, _ status: String) -> Markup {
        let options = state.servers.map { server -> Markup in
            "<option value=\"\(server.id)\"\(server.id == serverID ? " selected" as Markup : "")>\(server.name)</option>"
        }
        return """
            <tr id="\(serial)"><td class="mono">\(serial)</td><td>\(model)</td><td>\(status)</td>
            <td><form class="row" method="post" action="/business/assign"><input type="hidden" name="serial" value="\(serial)">
            <select name="server" aria-label="\(say("サーバー", "Server")) \(serial)"><option value="">–</option>\(options)</select>
            <button>\(say("割り当て", "Assign"))</button></form></td></tr>
            """
    }

    private var terms: Markup {
        """
        <div class="plate" id="terms"><h2>\(say("利用規約", "Terms and conditions"))</h2>
        <p>\(state.acceptsTerms ? say("同意済みです。", "Accepted.") : say("新しい規約に同意していません: サービスは T_C_NOT_SIGNED と答えます。", "New terms are not accepted: the service answers T_C_NOT_SIGNED."))</p>
        <form method="post" action="/business/terms"><input type="hidden" name="accepted" value="\(state.acceptsTerms ? "no" : "yes")">
        <button>\(state.acceptsTerms ? say("新しい規約を出す", "Issue new terms") : say("同意する", "Accept"))</button></form></div>
        """
    }
}
