import Testing
import Webhooks

@Suite struct OutboundRulesTests {
    @Test(arguments: [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.7",
        "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1",
        "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
    ]) func `what is not the internet is refused`(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!OutboundRules().permits(address, isEncrypted: true), "\(text)")
    }

    @Test(arguments: ["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "223.255.255.255", "2606:4700::1111"])
    func `the internet is reached with https only`(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(OutboundRules().permits(address, isEncrypted: true))
        #expect(!OutboundRules().permits(address, isEncrypted: false))
    }

    @Test func `a network that the operator named is reached, also without TLS, and nothing beside it`() throws {
        let rules = OutboundRules(allowed: [
            try #require(IPNetwork("10.20.0.0/16")), try #require(IPNetwork("fd00::1")),
        ])
        for text in ["10.20.0.1", "10.20.255.255", "fd00::1"] {
            #expect(rules.permits(try #require(IPAddress(text)), isEncrypted: false), "\(text)")
        }
        for text in ["10.21.0.1", "10.19.255.255", "fd00::2", "127.0.0.1", "::ffff:10.20.0.1"] {
            #expect(!rules.permits(try #require(IPAddress(text)), isEncrypted: true), "\(text)")
        }
    }

    @Test(arguments: [
        "http://2130706433/", "http://0x7f000001/", "http://127.1/", "http://0177.0.0.1/", "http://127.0.0.1.5/",
        "http://0x7f.0.0.1/", "https://example.1/", "https://-a.jp/", "https://a..jp/", "https://exa mple.jp/",
        "https://user:pw@example.jp/", "https://user@example.jp/", "ftp://example.jp/", "file:///etc/passwd",
        "javascript:alert(1)", "https://", "https:///x", "example.jp", "https://例え.jp/", "https://example.jp:0/",
        "https://example.jp:70000/", "https://exa%6dple.jp/", "https://example.jp\\@127.0.0.1/", "gopher://127.0.0.1/",
        "https://[::1%25lo]/", "https://example.jp/\r\nX: y", "",
    ]) func `an address that is no plain http address is refused`(_ text: String) {
        #expect(throws: WebhookAddress.Refusal.self) { try WebhookAddress(text) }
    }

    @Test(arguments: [
        ("https://Hooks.Example.JP/a?b=c#d", "hooks.example.jp", 443, "/a?b=c"),
        ("https://example.jp:8443", "example.jp", 8443, "/"), ("http://10.0.0.1:80/x", "10.0.0.1", 80, "/x"),
        ("https://[2606:4700::1111]/", "2606:4700::1111", 443, "/"),
        ("https://a_b.example.jp/", "a_b.example.jp", 443, "/"),
    ]) func `a plain address is read as it is`(_ text: String, _ host: String, _ port: Int, _ target: String) throws {
        let address = try WebhookAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.target == target)
    }
}
