import Foundation
import MDMProtocol
import Testing

/// What the reader says, and where; the corpus has the breadth.
struct ReadingTests {
    private func read(_ text: String, limits: PropertyListLimits = .command) -> Result<PropertyList, PropertyListError>
    {
        Result { () throws(PropertyListError) in try PropertyList(reading: Array(text.utf8), limits: limits) }
    }

    @Test func `every kind of value is read`() {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict>
              <key>s</key><string>機器 &amp; &#x1F4F1;</string> <key>i</key><integer>-42</integer>
              <key>r</key><real>0.5</real> <key>t</key><true/> <key>f</key><false/>
              <key>d</key><data>
                AAEC
                Aw==
              </data>
              <key>when</key><date>2026-11-21T08:35:00Z</date> <key>a</key><array><string/><dict/></array>
            </dict></plist>
            """
        let wanted = PropertyList.dictionary([
            ("s", .string("機器 & 📱")), ("i", .integer(-42)), ("r", .real(0.5)), ("t", .boolean(true)),
            ("f", .boolean(false)), ("d", .data([0, 1, 2, 3])),
            ("when", .date(Date(timeIntervalSince1970: 1_795_250_100))),
            ("a", .array([.string(""), .dictionary([])])),
        ])
        #expect(read(text) == .success(wanted))
        #expect(read("\u{FEFF}" + text) == .success(wanted))
    }

    static let refused: [(String, PropertyListError)] = [
        ("", .unknownForm),
        ("{\"UDID\":\"0\"}", .unknownForm),
        ("<plist><string>\u{1}</string></plist>", .character(offset: 15)),
        ("<plist><string>a</string>", .syntax(.unfinished, offset: 25)),
        ("<plist><dict><key>k</key></dict></plist>", .syntax(.keyWithoutValue, offset: 25)),
        ("<plist><dict><true/></dict></plist>", .syntax(.keyExpected, offset: 13)),
        ("<plist><dict><key>k</key><true/><key>&#107;</key><true/></dict></plist>", .duplicateKey("k", offset: 32)),
        ("<plist><string>&nbsp;</string></plist>", .syntax(.entity, offset: 15)),
        ("<plist><integer>9223372036854775808</integer></plist>", .value(.integer, offset: 7)),
        ("<plist><real>nan</real></plist>", .value(.real, offset: 7)),
        ("<plist><data>QUJD====</data></plist>", .value(.base64, offset: 7)),
        ("<plist><true/></plist>x", .syntax(.trailingBytes, offset: 22)),
        ("<plist><true/><true/></plist>", .syntax(.secondValue, offset: 14)),
        ("<!DOCTYPE plist><plist><true/></plist>", .unknownForm),
        ("<?xml version=\"1.0\"?><!DOCTYPE plist []><plist/>", .syntax(.internalSubset, offset: 37)),
    ]

    @Test(arguments: refused) func `a refusal says what and where`(_ text: String, _ error: PropertyListError) {
        #expect(read(text) == .failure(error))
    }

    @Test func `an error tells its place, where there is one`() {
        #expect(PropertyListError.unknownForm.offset == nil)
        #expect(PropertyListError.tooLarge(bytes: 2, limit: 1).offset == nil)
        #expect(PropertyListError.encoding(offset: 1).offset == 1)
        #expect(PropertyListError.limit(.depth, offset: 2).offset == 2)
    }

    @Test func `bytes that are no UTF-8 are refused where they stand`() {
        let body = Array("<plist><string>a".utf8) + [0xC3, 0x28] + Array("</string></plist>".utf8)
        #expect(throws: PropertyListError.encoding(offset: 16)) { try PropertyList(reading: body) }
    }

    @Test func `each limit stands`() {
        var limits = PropertyListLimits(body: 1000)
        limits.depth = 2
        limits.elements = 3
        limits.string = 4
        limits.data = 3
        let good = "<plist><array><array><string>1234</string></array></array></plist>"
        #expect(throws: Never.self) { try read(good, limits: limits).get() }
        #expect(
            read("<plist><array><array><array/></array></array></plist>", limits: limits)
                == .failure(.limit(.depth, offset: 21)))
        #expect(
            read("<plist><array><true/><true/><true/></array></plist>", limits: limits)
                == .failure(.limit(.elements, offset: 28)))
        #expect(read("<plist><string>12345</string></plist>", limits: limits) == .failure(.limit(.string, offset: 15)))
        #expect(
            read("<plist><string>&lt;2345</string></plist>", limits: limits) == .failure(.limit(.string, offset: 15)))
        #expect(read("<plist><data>QUJDRA==</data></plist>", limits: limits) == .failure(.limit(.data, offset: 7)))
        let long = "<plist><true/>" + String(repeating: " ", count: 1000) + "</plist>"
        #expect(read(long, limits: limits) == .failure(.tooLarge(bytes: 1022, limit: 1000)))
    }

    @Test func `the first and the last integer and day are read`() {
        for number in [Int64.min, -1, 0, Int64.max] {
            #expect(read("<plist><integer>\(number)</integer></plist>") == .success(.integer(number)))
        }
        for day in ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2000-02-29T12:00:00Z", "9999-12-31T23:59:59Z"] {
            let list = try? read("<plist><date>\(day)</date></plist>").get()
            #expect(list?.dateValue != nil)
            #expect(list?.xml.contains(day) == true)
        }
    }

    @Test func `a binary list reads as its XML does`() throws {
        let xml = PropertyList.dictionary([
            ("Status", .string("Idle")), ("名前", .array([.boolean(true), .integer(300)])),
        ])
        // bplist00: dictionary of 2, "Status", "Idle", UTF-16 key, array of 2, true, 300.
        let objects: [[UInt8]] = [
            [0xD2, 1, 3, 2, 4], [0x56] + Array("Status".utf8), [0x54] + Array("Idle".utf8),
            [0x62, 0x54, 0x0D, 0x52, 0x4D],
            [0xA2, 5, 6], [0x09], [0x11, 0x01, 0x2C],
        ]
        var body = Array("bplist00".utf8), offsets: [UInt8] = []
        for object in objects {
            offsets.append(UInt8(body.count))
            body += object
        }
        let table = UInt8(body.count)
        body += offsets + [0, 0, 0, 0, 0, 0, 1, 1] + [0, 0, 0, 0, 0, 0, 0, 7] + [0, 0, 0, 0, 0, 0, 0, 0]
        body += [0, 0, 0, 0, 0, 0, 0, table]
        #expect(try PropertyList(reading: body) == xml)
        #expect(throws: PropertyListError.binary(.trailer, offset: body.count - 31)) {
            try PropertyList(reading: body + [0])
        }
        let scan = try MessageScan(reading: body, wanted: ["Status", "名前"])
        #expect(scan["Status"] == .string("Idle"))
        #expect(scan["名前"] == nil && scan.contains("名前"))
    }

    @Test func `a string with every awkward character comes back as written`() throws {
        let awkward = "<&>\"' ]]> \r\n\r\t\u{7F}\u{85}\u{2028}\u{FFFD}é e\u{301} 👩‍💻 \u{10FFFF}"
        let list = PropertyList.dictionary([(awkward, .array([.string(awkward), .data(Array(0...255))]))])
        let again = try PropertyList(reading: list.xmlBytes)
        #expect(again.dictionaryValue?.first?.key.utf8.elementsEqual(awkward.utf8) == true)
        #expect(again == list)
    }

    @Test func `characters that XML cannot carry are left out when written`() throws {
        let again = try PropertyList(reading: PropertyList.string("a\u{0}b\u{1F}c\u{FFFF}d").xmlBytes)
        #expect(again == .string("abcd"))
    }
}
