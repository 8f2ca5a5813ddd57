import Administration
import Testing

@testable import WebConsole

@Suite struct HTMLTests {
    @Test func `text from outside cannot become markup`() {
        let typed = "<script>alert('1')</script> & \"quoted\""
        let html: HTML = "<p title=\"\(typed)\">\(typed)</p>"
        let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;"
        #expect(html.markup == "<p title=\"\(escaped)\">\(escaped)</p>")
    }

    @Test func `a character joined to a bracket does not hide it`() {
        // One Character to Swift, but a bracket and an accent to a browser.
        #expect(("\("<\u{301}b>")" as HTML).markup == "&lt;\u{301}b&gt;")
        #expect(("\("\u{0}")" as HTML).markup == "\u{FFFD}")
    }

    @Test func `markup inside markup stays as it is`() {
        let item: HTML = "<li>\(1)</li>"
        let nothing: HTML? = nil
        #expect(("<ul>\([item, item])\(nothing)</ul>" as HTML).markup == "<ul><li>1</li><li>1</li></ul>")
        #expect(HTML.joined([item, item], by: "<br>").markup == "<li>1</li><br><li>1</li>")
    }

    @Test func `names on Apple's site are marked in Japanese, and in English where one is told to press them`() {
        let japanese = AppleNames.marked("UID= が同じ行の Renew を押します。<b>", in: .japanese).markup
        #expect(
            japanese
                == "<code>UID=</code> が同じ行の <b class=\"apple\" lang=\"en\">Renew</b> を押します。&lt;b&gt;")
        let english = AppleNames.marked("Press Renew; Upload is next.", in: .english).markup
        #expect(english == "Press <b class=\"apple\" lang=\"en\">Renew</b>; Upload is next.")
        #expect(AppleNames.marked("Create a Certificate", in: .japanese).markup.contains(">Create a Certificate<"))
    }
}
