import Testing

@testable import PushCertificates

@Suite struct RequestPropertyListTests {
    private func read(_ text: String) throws(RequestPropertyList.Failure) -> [String: String] {
        try RequestPropertyList.read(Array(text.utf8))
    }

    @Test(arguments: [
        (
            "full",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict><key>a</key><string>b</string></dict>\n</plist>\n"
        ),
        ("bare", "<plist><dict><key>a</key>\r\n<string>b</string></dict></plist>"),
        ("entities", "<plist><dict><key>&#97;</key><string>&#x62;</string></dict></plist>"),
    ])
    func `the forms in use are read`(_ name: String, _ text: String) throws {
        #expect(try read(text) == ["a": "b"])
    }

    @Test func `predefined entities are resolved`() throws {
        let text = "<plist><dict><key>a</key><string>&lt;&gt;&amp;&quot;&apos;&#13;&#x3042;</string></dict></plist>"
        #expect(try read(text) == ["a": "<>&\"'\rあ"])
    }

    @Test(arguments: [
        ("empty", ""), ("not XML", "hello"), ("OpenStep", "{ a = b; }"), ("binary", "bplist00"),
        ("JSON", "{\"a\":\"b\"}"),
        ("byte order mark", "\u{feff}<plist><dict></dict></plist>"), ("no end", "<plist><dict><key>a</key><string>b"),
        ("array", "<plist><array></array></plist>"), ("two dictionaries", "<plist><dict></dict><dict></dict></plist>"),
        ("something behind", "<plist><dict></dict></plist>x"),
        ("two documents", "<plist><dict></dict></plist><plist><dict></dict></plist>"),
        ("comment", "<plist><!-- a --><dict></dict></plist>"),
        ("CDATA", "<plist><dict><key>a</key><string><![CDATA[b]]></string></dict></plist>"),
        ("internal subset", "<!DOCTYPE plist [<!ENTITY a \"b\">]><plist><dict></dict></plist>"),
        ("empty internal subset", "<!DOCTYPE plist []><plist><dict></dict></plist>"),
        ("unknown entity", "<plist><dict><key>a</key><string>&b;</string></dict></plist>"),
        ("endless entity", "<plist><dict><key>a</key><string>&aaaaaaaaaaaaaaaaaa"),
        ("surrogate", "<plist><dict><key>a</key><string>&#xD800;</string></dict></plist>"),
        ("NUL by number", "<plist><dict><key>a</key><string>&#0;</string></dict></plist>"),
        ("NUL", "<plist><dict><key>a</key><string>\0</string></dict></plist>"),
        ("huge number", "<plist><dict><key>a</key><string>&#99999999999;</string></dict></plist>"),
        ("attributes", "<plist version=\"1.0\" a=\"b\"><dict></dict></plist>"),
        ("key without value", "<plist><dict><key>a</key></plist>"),
        ("nested key", "<plist><dict><key><key>a</key></key></dict></plist>"),
        ("declaration without end", "<?xml version=\"1.0\"" + String(repeating: " ", count: 5_000)),
    ])
    func `everything else is malformed`(_ name: String, _ text: String) {
        let failure = #expect(throws: RequestPropertyList.Failure.self) { try read(text) }
        #expect(failure == .malformed || failure == .notAString)
    }

    @Test func `bytes that are not UTF-8 are malformed`() {
        let bytes = Array("<plist><dict><key>a</key><string>".utf8) + [0xff] + Array("</string></dict></plist>".utf8)
        #expect(throws: RequestPropertyList.Failure.malformed) { try RequestPropertyList.read(bytes) }
    }

    @Test func `a value of another type and a repeated key have names`() {
        #expect(throws: RequestPropertyList.Failure.notAString) {
            try read("<plist><dict><key>a</key><data>b</data></dict></plist>")
        }
        #expect(throws: RequestPropertyList.Failure.repeatedKey) {
            try read("<plist><dict><key>a</key><string>b</string><key>a</key><string>b</string></dict></plist>")
        }
    }

    @Test func `a flood of entries or of nesting ends early`() {
        let entries = (0..<5_000).map { "<key>\($0)</key><string></string>" }.joined()
        #expect(throws: RequestPropertyList.Failure.malformed) { try read("<plist><dict>\(entries)</dict></plist>") }
        let nested = String(repeating: "<dict><key>a</key>", count: 5_000)
        #expect(throws: RequestPropertyList.Failure.notAString) { try read("<plist>\(nested)") }
    }
}
