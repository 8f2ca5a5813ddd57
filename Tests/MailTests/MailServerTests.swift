import CurlMailTransport
import Testing

@Suite struct MailServerTests {
    @Test func `an address says how the server is reached`() throws {
        let start = try #require(MailServer(address: "smtp://mdm@mail.example.jp"))
        #expect(
            start.port == 587 && start.security == .startTLS && start.login == "mdm" && start.host == "mail.example.jp")
        let whole = try #require(MailServer(address: "smtps://mail.example.jp"))
        #expect(whole.port == 465 && whole.security == .tls && whole.login == nil)
        let own = try #require(MailServer(address: "smtp://127.0.0.1:25?tls=none"))
        #expect(own.port == 25 && own.security == .plain)
    }

    @Test(arguments: [
        "", "mail.example.jp", "http://mail.example.jp", "smtp://", "smtp://a:secret@mail.example.jp",
        "smtp://mail.example.jp?tls=none", "smtps://127.0.0.1?tls=none", "smtp://mail.example.jp/path",
        "smtp://mail.example.jp?x=1", "smtp://mail.example.jp#x",
    ])
    func `anything else, a password above all, is refused`(_ address: String) {
        #expect(MailServer(address: address) == nil)
    }
}
