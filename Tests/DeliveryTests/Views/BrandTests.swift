import Foundation
import Testing

@testable import Administration
@testable import WebConsole

@Suite struct BrandTests {
    @Test(arguments: Brand.all) func `a brand names the product in link and title`(_ brand: Brand) {
        let page = SettingsView().document(in: Sample.context(brand: brand)).markup
        #expect(page.contains("<title>設定 | \(brand.productName)</title>"))
        #expect(page.contains("<span>\(brand.productName)</span></a>"))
        #expect(page.contains("/_assets/brand-\(brand.key).css?"))
    }

    @Test func `a brand may say a word differently`() {
        let standard = Brand.smartMobileSafetyManager
        let brand = Brand(
            key: "x", productName: "X", companyLine: "", mailSender: "", defaultLanguage: .japanese, accent: nil,
            words: ["管理サイトにログイン": "管理コンソールにログイン"])
        #expect(LoginWords.heading.said(in: .japanese, by: brand) == "管理コンソールにログイン")
        #expect(LoginWords.heading.said(in: .english, by: brand) == "Log in to the console")
        #expect(LoginWords.heading.said(in: .japanese, by: standard) == "管理サイトにログイン")
    }

    @Test func `a brand's colour can be read on every ground, in both themes`() throws {
        let grounds = (light: ["#ffffff", "#f2f5f6", "#e7edf0"], dark: ["#161e26", "#0e141a", "#0a1015"])
        for accent in Brand.all.compactMap(\.accent) {
            for ground in grounds.light { #expect(try contrast(accent.light, ground) >= 4.5) }
            for ground in grounds.dark { #expect(try contrast(accent.dark, ground) >= 4.5) }
            #expect(try contrast(accent.light, "#ffffff") >= 4.5)
            #expect(try contrast(accent.dark, "#0a1824") >= 4.5)
        }
    }

    @Test func `every file that a page loads exists`() {
        let markup = Markup(text: SettingsView().document(in: Sample.context(brand: .officeMarugoto)).markup)
        let loaded = (markup.values(of: "href") + markup.values(of: "src")).filter { $0.hasPrefix("/_assets/") }
        #expect(loaded.count == 6)
        for path in loaded {
            let name = path.dropFirst("/_assets/".count).split(separator: "?").first.map(String.init) ?? ""
            #expect(ConsoleAssets.asset(named: name)?.bytes.isEmpty == false, "\(path)")
        }
        #expect(ConsoleAssets.asset(named: "../secret") == nil)
    }

    /// WCAG 2.2, "contrast ratio".
    private func contrast(_ one: String, _ other: String) throws -> Double {
        let (a, b) = (try luminance(one), try luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private func luminance(_ colour: String) throws -> Double {
        let value = try #require(Int(colour.dropFirst(), radix: 16))
        let weights = [(16, 0.2126), (8, 0.7152), (0, 0.0722)]
        return weights.reduce(0) { sum, weight in
            let channel = Double((value >> weight.0) & 0xff) / 255
            let linear = channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
            return sum + linear * weight.1
        }
    }
}
