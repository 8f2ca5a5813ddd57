/// How the product names and colours itself for one company. Two ship, those of the two manuals,
/// without anybody's logo.
///
/// The product name is the dashboard link at the top left, part of the page title, and stands in mails.
public struct Brand: Sendable, Equatable {
    /// Stable key, stored with the company.
    public let key: String
    public let productName: String
    /// The line under mails and in the page foot, for example `KDDI 株式会社`; empty shows nothing.
    public let companyLine: String
    /// Sender of notices.
    public let mailSender: String
    /// Where nothing else decides, the brand's language does.
    public let defaultLanguage: Language
    /// `ai` of the design tokens, light and dark, as `#rrggbb`; nil keeps 藍. 朱, 山吹 and 松葉 are not a
    /// brand's to change.
    public let accent: Accent?
    /// Words that this brand says differently, by the key of the word table.
    public let words: [String: String]

    public struct Accent: Sendable, Equatable {
        public let light: String
        public let dark: String
    }

    /// S0, "KDDI Smart Mobile Safety Manager".
    public static let smartMobileSafetyManager = Brand(
        key: "smsm", productName: "KDDI Smart Mobile Safety Manager", companyLine: "KDDI 株式会社",
        mailSender: "no-reply-biz@smartmanager.jp", defaultLanguage: .japanese, accent: nil, words: [:])

    /// S1, 「オフィスまるごとサポートデバイスマネジメント」.
    public static let officeMarugoto = Brand(
        key: "office-marugoto", productName: "オフィスまるごとサポートデバイスマネジメント", companyLine: "",
        mailSender: "no-reply-biz@smartmanager.jp", defaultLanguage: .japanese,
        accent: Accent(light: "#135a4c", dark: "#84cbb8"), words: [:])

    public static let all: [Brand] = [.smartMobileSafetyManager, .officeMarugoto]

    /// - Returns: nil when no brand has this key.
    public static func named(_ key: String) -> Brand? { all.first { $0.key == key } }
}
