import Administration
import Foundation
import Testing

@testable import SQLStore

@Suite struct StoredFieldsTests {
    @Test func `fields written by hand are JSON as Foundation reads and writes it`() throws {
        let awkward = String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) }))
        let texts = ["", "a", "\"\\/", awkward, "\u{7F}\u{2028}", "日本語 が゛", "👩‍👧", "e\u{301}", "com.apple.mgmt"]
        let fields = texts.flatMap { text in texts.map { AuditField(text, $0) } }
        #expect(StoredFields.encode([]) == "[]")
        for count in [1, 2, fields.count] {
            let some = Array(fields.prefix(count))
            let text = StoredFields.encode(some)
            #expect(StoredFields.decode(text) == some)
            let read = try JSONDecoder().decode([[String]].self, from: Data(text.utf8))
            #expect(read == some.map { [$0.name, $0.value] })
        }
        #expect(StoredFields.encode([AuditField("topic", "a\nb")]) == #"[["topic","a\u000ab"]]"#)
    }
}
