import Administration
import Enrollments
import Foundation
import Testing

@testable import WebConsole

/// Rules that hold on every page, in every state, in both languages.
@Suite struct EveryPageTests {
    private static var documents: [(name: String, markup: Markup, sample: SamplePages.Case)] {
        SamplePages.all.flatMap { sample in
            Language.allCases.map {
                ("\(sample.name) \($0)", Markup(text: SamplePages.document(sample, $0)), sample)
            }
        }
    }

    @Test func `no page needs an inline style or script`() {
        for (name, markup, _) in Self.documents {
            #expect(!markup.text.contains(" style="), "\(name)")
            #expect(!markup.text.contains("<style"), "\(name)")
            #expect(markup.tags("script").count == 1 && markup.text.contains(" defer></script>"), "\(name)")
            #expect(!markup.tags.contains { $0.contains(/\ on[a-z]+=/) }, "\(name)")
            #expect(!markup.text.contains("javascript:"), "\(name)")
        }
    }

    @Test func `every page has one heading of the first order and skips none below`() {
        for (name, markup, _) in Self.documents {
            let levels = markup.text.matches(of: /<h([1-6])/).compactMap { Int($0.output.1) }
            #expect(levels.filter { $0 == 1 }.count == 1, "\(name)")
            #expect(levels.first == 1, "\(name)")
            #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 - $0 <= 1 }, "\(name)")
        }
    }

    @Test func `identifiers are unique and every reference finds its own`() {
        for (name, markup, _) in Self.documents {
            let ids = markup.values(of: "id")
            #expect(Set(ids).count == ids.count, "\(name)")
            let references = ["for", "aria-labelledby", "aria-describedby", "list"].flatMap { markup.values(of: $0) }
            for reference in references.flatMap({ $0.split(separator: " ") }) {
                #expect(ids.contains(String(reference)), "\(name): \(reference)")
            }
            for anchor in markup.values(of: "href").filter({ $0.hasPrefix("#") }) {
                #expect(ids.contains(String(anchor.dropFirst())), "\(name): \(anchor)")
            }
        }
    }

    @Test func `every field has a label`() {
        for (name, markup, _) in Self.documents {
            let labelled = Set(markup.values(of: "for"))
            let fields = (markup.tags("input") + markup.tags("textarea") + markup.tags("select"))
                .filter { !$0.contains("type=\"hidden\"") && !$0.contains("aria-hidden=\"true\"") }
            for field in fields {
                let id = Markup.attribute("id", of: field)
                #expect(id.map(labelled.contains) == true, "\(name): \(field)")
            }
        }
    }

    @Test func `every form that acts posts with the proof of the session, and none lies in another`() {
        for (name, markup, sample) in Self.documents {
            for form in markup.forms {
                #expect(form.components(separatedBy: "<form").count == 2, "\(name)")
                if form.contains("method=\"get\"") {
                    // A search: changes nothing, and its address may be kept or passed on.
                    #expect(!form.contains("name=\"csrf\""), "\(name)")
                    continue
                }
                #expect(form.contains("method=\"post\""), "\(name)")
                if sample.role != nil {
                    #expect(form.contains("name=\"csrf\" value=\"proof-of-this-session\""), "\(name)")
                }
            }
        }
    }

    @Test func `title, language, Lab banner and menu are where the contract says`() {
        for (name, markup, sample) in Self.documents {
            #expect(markup.text.contains(" | KDDI Smart Mobile Safety Manager</title>"), "\(name)")
            #expect(markup.text.contains("<html lang=\"\(name.hasSuffix("japanese") ? "ja" : "en")\">"), "\(name)")
            let body = markup.text.components(separatedBy: "<body>\n").last ?? ""
            #expect(body.hasPrefix("<aside class=\"lab\"") == sample.isLab, "\(name)")
            #expect(markup.tags("nav").contains { $0.contains("class=\"nav\"") } == (sample.role != nil), "\(name)")
        }
    }

    @Test func `an English page holds no Japanese but names and what people typed`() {
        let typed = [
            "サンプル株式会社", "日本語", "KDDI 株式会社", "オフィスまるごとサポートデバイスマネジメント", "2026/11/15 取得。", "情報システム課で登録。", "営業部", "営業 01",
            "エイギョウ", "研修", "標準", "ApplePush 証明書有効期限", "【KDDI Smart Mobile Safety Manager】Apple Push 証明書の有効期限まであと 29 日",
        ]
        let withJapaneseMessage = [
            "certificate", "certificate-deleted", "edit-refused", "edit-no-vendor", "account", "token-edit-refused",
            "notifications-fresh",
        ]
        for sample in SamplePages.all where !withJapaneseMessage.contains(sample.name) {
            let document = SamplePages.document(sample, .english)
            let rest = typed.reduce(document) { $0.replacing($1, with: "") }
            let found = rest.unicodeScalars.filter {
                (0x3000...0x30FF).contains($0.value) || (0x4E00...0x9FFF).contains($0.value)
            }
            #expect(found.isEmpty, "\(sample.name): \(String(String.UnicodeScalarView(found)))")
        }
    }

    @Test func `a language link keeps the page`() {
        var context = Sample.context(path: "/sample/log?kind=device")
        let view = LogView(LogModel(query: .init(), lines: []))
        #expect(view.document(in: context).markup.contains("href=\"/sample/log?kind=device&amp;lang=en\" lang=\"en\""))
        context.language = .english
        context.path = "/sample/"
        #expect(view.document(in: context).markup.contains("href=\"/sample/?lang=ja\" lang=\"ja\""))
    }

    @Test func `links of one name lead to the same place, from wherever`() {
        for language in Language.allCases {
            var targets: [String: String] = [:]
            for sample in SamplePages.all where sample.role != nil {
                let document = SamplePages.document(sample, language)
                for link in document.matches(of: /<a [^>]*href="([^"#]*)[^"]*"[^>]*>([^<]+)<\/a>/) {
                    let (target, word) = (String(link.output.1), String(link.output.2))
                    // Each card’s own 設定する and each page’s own 編集, as in the manual; out of each dialog; the language of this very page.
                    if ["設定する", "Set up", "編集", "Edit", "キャンセル", "Cancel", "English", "日本語"].contains(word)
                        || target.isEmpty
                    {
                        continue
                    }
                    #expect(targets[word, default: target] == target, "\(sample.name): \(word)")
                    targets[word] = target
                }
            }
        }
    }
}
