import MDMProtocol
import Testing

/// Most of a long report passes by eight bytes at a time (XMLWords). Whatever is read so must be read as byte by byte, and
/// the scan must say of every document what the reader says.
struct QuickReadingTests {
    private static let wanted = ["UDID", "Status", "CommandUUID", "k", "ErrorChain", "Token"]

    /// What the reader says of a body: its value, or the error.
    private func read(_ body: [UInt8]) -> Result<PropertyList, PropertyListError> {
        Result { () throws(PropertyListError) in try PropertyList(reading: body) }
    }

    /// What the scan says of a body, put beside it.
    private func compare(_ body: [UInt8], _ what: String) {
        let scan = Result { () throws(PropertyListError) in try MessageScan(reading: body, wanted: Self.wanted) }
        switch (read(body), scan) {
        case (.failure(let one), .failure(let other)): #expect(one == other, "\(what)")
        case (.success(let list), .failure(let error)):
            #expect(list.dictionaryValue == nil && error == .syntax(.keyExpected, offset: 0), "\(what): \(error)")
        case (.success(let list), .success(let scan)):
            for key in Self.wanted {
                let found = list[key], isSimple = found?.arrayValue == nil && found?.dictionaryValue == nil
                #expect(scan[key] == (isSimple ? found : nil), "\(what): \(key)")
                #expect(scan.contains(key) == (found != nil), "\(what): \(key)")
            }
        case (.failure(let error), .success): Issue.record("\(what): the scan accepts, the reader says \(error)")
        }
    }

    @Test func `scan and reader refuse every document of the corpus for the same reason at the same place`() throws {
        let corpus = try Corpus()
        for item in corpus.cases { compare(corpus.body(item), "\(item.kind): \(item.name)") }
    }

    @Test func `scan and reader say the same of documents cut at every byte, and of each byte changed`() throws {
        let corpus = try Corpus()
        let bodies = corpus.cases.enumerated().filter { $0.offset.isMultiple(of: 53) }.map { corpus.body($0.element) }
        for (number, body) in ([Array(Self.sample.utf8)] + bodies).enumerated() where body.count <= 700 {
            for end in body.indices {
                compare(Array(body[..<end]), "\(number) cut at \(end)")
                var changed = body
                changed[end] ^= [1, 2, 4, 8, 16, 32, 64, 128][end % 8]
                compare(changed, "\(number) changed at \(end)")
            }
        }
    }

    /// With a blank in each tag they are read byte by byte.
    @Test func `tags with blanks in them are read as those without`() throws {
        let corpus = try Corpus()
        let names = ["key", "string", "integer", "real", "date", "data", "dict", "array"]
        for item in corpus.cases {
            let body = corpus.body(item)
            guard body.count <= 16_384, let text = String(validating: body, as: UTF8.self) else { continue }
            // Elsewhere than in tags a blank more is something else.
            guard !text.contains("<!--"), !text.contains("CDATA") else { continue }
            var wide = text
            for name in names {
                wide = wide.split(separator: "<\(name)>", omittingEmptySubsequences: false).joined(
                    separator: "<\(name) >")
                wide = wide.split(separator: "</\(name)>", omittingEmptySubsequences: false).joined(
                    separator: "</\(name)\t>")
            }
            switch (read(body), read(Array(wide.utf8))) {
            case (.success(let one), .success(let other)): #expect(one == other, "\(item.kind): \(item.name)")
            case (.failure(let one), .failure(let other)): #expect(one.rule == other.rule, "\(item.kind): \(item.name)")
            case (let one, let other): Issue.record("\(item.kind): \(item.name): \(one) and \(other)")
            }
        }
    }

    /// Each byte value at each place: in tags, in blanks, in keys and values, at each distance from the end.
    @Test func `no byte that is no character of XML gets past, wherever it stands`() {
        let body = Array(Self.sample.utf8)
        for place in body.indices {
            for byte in UInt8.min...0x1F where ![9, 10, 13].contains(byte) {
                var changed = body
                changed[place] = byte
                // The first bytes decide whether it is a property list at all.
                #expect(read(changed) == .failure(.character(offset: place)), "\(byte) at \(place)")
            }
            for byte in [0x80, 0xBF, 0xC0, 0xC1, 0xC3, 0xE3, 0xF0, 0xF5, 0xFE, 0xFF] as [UInt8] {
                var changed = body
                changed[place] = byte
                #expect(read(changed) == .failure(.encoding(offset: place)), "\(byte) at \(place)")
            }
        }
    }

    @Test func `all characters that a text may have come back from every place in it`() throws {
        for before in 0..<17 {
            for byte in (0x20...0x7F as ClosedRange<UInt8>) where ![0x26, 0x3C].contains(byte) {
                let text = String(repeating: "x", count: before) + String(UnicodeScalar(byte)) + "yyyyyyyyyyyy"
                let list = try PropertyList(
                    reading: Array("<plist><dict><key>\(text)</key><string>\(text)</string></dict></plist>".utf8))
                #expect(list == .dictionary([(text, .string(text))]))
            }
            let filler = String(repeating: "x", count: before)
            let odd = try PropertyList(
                reading: Array(
                    "<plist><string>\(filler)&amp;\(filler)\r\n\(filler)\r日本\t\(filler)</string></plist>".utf8))
            #expect(odd == .string("\(filler)&\(filler)\n\(filler)\n日本\t\(filler)"))
            let lines = try PropertyList(
                reading: Array("<plist><string>\(filler)\rx\(filler)\r\nyyyyyyyy</string></plist>".utf8))
            #expect(lines == .string("\(filler)\nx\(filler)\nyyyyyyyy"))
            #expect(throws: PropertyListError.syntax(.cdata, offset: before + 17)) {
                try PropertyList(reading: Array("<plist><string>\(filler)]]></string></plist>".utf8))
            }
        }
    }

    @Test func `two keys of one name are found, whatever stood in dictionaries before`() throws {
        let deep =
            "<dict><key>a</key><dict><key>b</key><true/><key>x&amp;y</key><true/></dict><key>b</key><true/></dict>"
        let good = "<plist><array>" + deep + deep + "</array></plist>"
        #expect(throws: Never.self) { try PropertyList(reading: Array(good.utf8)) }
        for (again, name) in [("a", "a"), ("b", "b"), ("x&#38;y", "x&y")] {
            let inner = name == "a" || name == "b" ? "" : "<key>x&amp;y</key><true/>"
            let bad =
                "<plist><array>\(deep)<dict><key>a</key>\(deep)<key>b</key><true/>\(inner)<key>\(again)</key><true/></dict></array></plist>"
            let refusal = #expect(throws: PropertyListError.self) { try PropertyList(reading: Array(bad.utf8)) }
            #expect(refusal?.rule == "duplicateKey", "\(name)")
        }
    }

    private static let sample = """
        <?xml version="1.0" encoding="UTF-8"?>
        <plist version="1.0">
        <dict>
        \t<key>CommandUUID</key>
        \t<string>0193F5B0-1234-7000</string>
        \t<key>List</key>
        \t<array>
        \t\t<dict>
        \t\t\t<key>Size</key>
        \t\t\t<integer>1007919</integer>
        \t\t\t<key>R</key><real>1.5</real>
        \t\t</dict>
        \t\t<data>AAAA</data><true/><false/>
        \t\t<date>2026-11-21T00:00:00Z</date>
        \t</array>
        \t<key>Status</key>
        \t<string>Acknowledged</string>
        </dict>
        </plist>
        """
}
