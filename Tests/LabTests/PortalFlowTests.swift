import Foundation
import Hummingbird
import HummingbirdTesting
import SimulatedClock
import Testing

@testable import SimulatedPushPortal

/// A browser without scripts: keeps the cookie, follows where it is sent.
private actor Browser {
    let client: any TestClientProtocol
    private var cookie: String?
    private(set) var cookieAttributes = ""
    let language: String

    init(_ client: any TestClientProtocol, language: String = "en") {
        self.client = client
        self.language = language
    }

    struct Page {
        let status: Int
        let text: String
        let headers: HTTPFields
        func has(_ words: String) -> Bool { text.contains(words) }
        /// The last address that begins so.
        func link(_ start: String) -> String? {
            text.matches(of: /(?:href|action)="([^"]+)"/).map { String($0.output.1) }.last { $0.hasPrefix(start) }
        }
    }

    func get(_ path: String) async throws -> Page { try await send(path, .get, body: "", type: nil) }

    func post(_ path: String, _ fields: [String: String] = [:]) async throws -> Page {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let body = fields.map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }
        return try await send(path, .post, body: body.joined(separator: "&"), type: "application/x-www-form-urlencoded")
    }

    func upload(_ path: String, _ file: [UInt8], notes: String = "") async throws -> Page {
        let body = """
            --b\r\nContent-Disposition: form-data; name="notes"\r\n\r\n\(notes)\r\n--b\r\n\
            Content-Disposition: form-data; name="request"; filename="x.scsr"\r\n\
            Content-Type: text/plain\r\n\r\n\(String(decoding: file, as: UTF8.self))\r\n--b--\r\n
            """
        return try await send(path, .post, body: body, type: "multipart/form-data; boundary=b")
    }

    private func send(_ path: String, _ method: HTTPRequest.Method, body: String, type: String?) async throws -> Page {
        var headers: HTTPFields = [.acceptLanguage: language]
        if let cookie { headers[.cookie] = cookie }
        if let type { headers[.contentType] = type }
        let page = try await client.execute(
            uri: path, method: method, headers: headers, body: body.isEmpty ? nil : ByteBuffer(string: body)
        ) { response in
            Page(status: response.status.code, text: String(buffer: response.body), headers: response.headers)
        }
        if let set = page.headers[.setCookie] {
            cookie = String(set.prefix { $0 != ";" })
            cookieAttributes = set
        }
        if page.status == 303, let next = page.headers[.location] { return try await get(next) }
        return page
    }

    /// Up to the list.
    func signIn(_ account: String, password: String = "x") async throws -> Page {
        _ = try await post("/pushcert/sign-in", ["account": account])
        _ = try await post("/pushcert/password", ["password": password])
        return try await post("/pushcert/code", ["code": try await get("/portal-code").text])
    }
}

@Suite struct `A visit to the portal` {
    private let lab: SimulatedLab

    init() throws {
        lab = try SimulatedLab(directory: Shared.directory())
    }

    private func visit(
        language: String = "en", _ body: @Sendable @escaping (Browser) async throws -> Void
    ) async throws {
        try await Application(router: lab.router()).test(.router) { client in
            try await body(Browser(client, language: language))
        }
    }

    private func request() async throws -> [UInt8] {
        try await RequestMaker(lab.portal.authority, key: Shared.key.get()).file
    }

    @Test func `walks the first manual in Japanese, from the sign-in to the download`() async throws {
        let request = try await request()
        try await visit(language: "ja,en;q=0.5") { browser in
            let signIn = try await browser.get("/pushcert/")
            for words in [
                "Apple IDを使ってサインイン", "Apple IDをブラウザに保存", "Apple IDまたはパスワードをお忘れですか?",
                "Apple IDをお持ちでないですか? 作成はこちら", ">→</button>", "lang=\"ja\"",
            ] { #expect(signIn.has(words), "\(words)") }
            #expect(try await browser.post("/pushcert/sign-in", ["account": "new@example.com"]).has("パスワード</label>"))
            let code = try await browser.post("/pushcert/password", ["password": "anything"])
            #expect(code.has("2ファクタ認証"))
            #expect(code.has("data-digits=\"6\""))
            let list = try await browser.post("/pushcert/code", ["code": try await browser.get("/portal-code").text])
            for words in ["lang=\"en\"", "Sign out", "Certificates for Third-Party Servers", "Create a Certificate"] {
                #expect(list.has(words), "\(words)")
            }
            #expect(!list.has("<table>"))
            #expect(
                try await browser.get("/pushcert/terms").has("I have read and agree to these terms and conditions."))
            let unticked = try await browser.post("/pushcert/terms")
            #expect(unticked.status == 422)
            let upload = try await browser.post("/pushcert/terms", ["agree": "1"])
            #expect(upload.has(">Upload</button>"))
            let done = try await browser.upload("/pushcert/upload", request, notes: "2026 年")
            #expect(done.has("<h1>Confirmation</h1>"))
            #expect(done.has("You have successfully created a new push certificate with the following information:"))
            #expect(done.has("Manage Certificates"))
            let download = try await browser.get(try #require(done.link("/pushcert/download/")))
            #expect(download.text.hasPrefix("-----BEGIN CERTIFICATE-----\n"))
            #expect(download.text.components(separatedBy: "BEGIN").count == 2)
            #expect(
                download.headers[.contentDisposition]
                    == "attachment; filename=\"MDM_Kizuna_Lab_Vendor_Certificate.pem\"")
            let returning = try await browser.get("/pushcert/")
            for words in ["Expiration Date*", "UID=com.apple.mgmt.External.", "Active", "Renew", "Revoke", "2026 年"] {
                #expect(returning.has(words), "\(words)")
            }
        }
    }

    @Test func `renews the row that was chosen, and shows it under the same topic`() async throws {
        let request = try await request()
        let account = await lab.portal.state.mainAccount
        let password = await lab.portal.state.mainPassword
        let topics = await lab.portal.account(account).rows.map(\.topic)
        let portal = lab.portal
        try await visit { browser in
            let list = try await browser.signIn(account, password: password)
            #expect(list.text.components(separatedBy: ">Renew</a>").count == 3)
            #expect(list.has("Expired"))
            let renew = try await browser.get(try #require(list.link("/pushcert/renew/")))
            #expect(renew.has("Renew Push Certificate"))
            #expect(
                renew.has(
                    "Enter your Certificate Signing Request signed by your third-party server vendor to renew the following push certificate."
                ))
            let done = try await browser.upload(try #require(renew.link("/pushcert/renew/")), request)
            #expect(done.has("Confirmation"))
            #expect(await portal.account(account).rows.map(\.topic) == topics)
            #expect(await portal.account(account).rows.map(\.certificates.count) == [1, 2])
        }
    }

    @Test func `a refused upload shows Apple's words on the upload page`() async throws {
        try await visit { browser in
            _ = try await browser.signIn("a@example.com")
            _ = try await browser.post("/pushcert/terms", ["agree": "1"])
            let page = try await browser.upload("/pushcert/upload", Array("<xml/>".utf8), notes: "kept & shown")
            #expect(page.status == 422)
            #expect(page.has("Invalid Certificate Signing Request"))
            #expect(page.has("data-rule=\"not-base64\""))
            #expect(page.has("kept &amp; shown"))
            let huge = try await browser.upload("/pushcert/upload", Array(repeating: 0x41, count: 1_100_000))
            #expect(huge.status == 413)
        }
    }

    @Test func `a wrong code or password leads back to the Apple ID`() async throws {
        let account = await lab.portal.state.mainAccount
        try await visit { browser in
            _ = try await browser.post("/pushcert/sign-in", ["account": "a@example.com"])
            _ = try await browser.post("/pushcert/password", ["password": "x"])
            let back = try await browser.post("/pushcert/code", ["code": "nope"])
            #expect(back.has("The verification code is incorrect."))
            #expect(back.has("action=\"/pushcert/sign-in\""))
            _ = try await browser.post("/pushcert/sign-in", ["account": account])
            #expect(try await browser.post("/pushcert/password", ["password": "x"]).has("password is incorrect"))
        }
    }

    @Test func `asks for the second factor as the account is set up`() async throws {
        try await lab.portal.setUp(
            "four@example.com", mode: .four, phoneNumbers: ["+81 90-0000-0011", "+81 90-0000-0022"])
        try await lab.portal.setUp("none@example.com", mode: CodeMode.none)
        try await visit(language: "ja") { browser in
            _ = try await browser.post("/pushcert/sign-in", ["account": "four@example.com"])
            let choice = try await browser.post("/pushcert/password", ["password": "x"])
            #expect(choice.has("確認コードの送信先に使用する電話番号を選択してください。"))
            #expect(choice.has("これらの電話番号にアクセスできませんか?"))
            let code = try await browser.post("/pushcert/phone", ["phone": "1"])
            #expect(code.has("••• •••• ••22"))
            #expect(code.has("続ける"))
            let sent = try await browser.get("/portal-code").text
            #expect(sent.count == 4)
            #expect(try await browser.post("/pushcert/code", ["code": sent]).has("Create a Certificate"))
            #expect(!(try await browser.post("/pushcert/sign-out").has("four@example.com")))
            _ = try await browser.post("/pushcert/sign-in", ["account": "none@example.com"])
            #expect(try await browser.post("/pushcert/password", ["password": "x"]).has("Create a Certificate"))
        }
    }

    @Test func `an Apple ID is filled in again after signing out, when that was asked for`() async throws {
        try await lab.portal.setUp("none@example.com", mode: CodeMode.none)
        try await visit { browser in
            _ = try await browser.post("/pushcert/sign-in", ["account": "none@example.com", "remember": "1"])
            _ = try await browser.post("/pushcert/password", ["password": "x", "remember": "1"])
            #expect(try await browser.post("/pushcert/sign-out").has("value=\"none@example.com\""))
        }
    }

    @Test func `a session ends when the clock is moved, and its cookie is out of reach`() async throws {
        let clock = lab.clock
        try await visit { browser in
            #expect(try await browser.signIn("a@example.com").has("Sign out"))
            let attributes = await browser.cookieAttributes
            #expect(attributes.hasPrefix("lab_portal="))
            #expect(attributes.contains("HttpOnly"))
            #expect(attributes.contains("SameSite=Lax"))
            #expect(!attributes.contains("Max-Age"))
            try clock.advance(bySeconds: 86_400)
            #expect(!(try await browser.get("/pushcert/").has("Sign out")))
            #expect(try await browser.get("/pushcert/upload").has("Apple ID</label>"))
        }
    }

    @Test func `a foreign site can neither post here nor be mistaken for this one`() async throws {
        try await Application(router: lab.router()).test(.router) { client in
            let body = ByteBuffer(string: "account=a")
            let headers: HTTPFields = [
                .contentType: "application/x-www-form-urlencoded", .origin: "https://evil.example",
            ]
            try await client.execute(uri: "/pushcert/sign-in", method: .post, headers: headers, body: body) {
                #expect($0.status == .forbidden)
            }
            try await client.execute(uri: "/", method: .get) {
                #expect($0.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
            }
        }
    }
}
