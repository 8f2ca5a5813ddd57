import Administration

/// One text of the console in both languages; without one of them it does not compile.
///
/// A brand may say it differently: `Brand.words` maps the standard text of a language to the brand's own.
struct Text: Sendable, Equatable {
    let ja: String
    let en: String

    init(ja: String, en: String) {
        self.ja = ja
        self.en = en
    }

    func said(in language: Language, by brand: Brand) -> String {
        let standard = language == .japanese ? ja : en
        return brand.words[standard] ?? standard
    }
}

/// A text with markup inside, for example a button's name on Apple's site in the middle of a sentence.
struct Phrase: Sendable, Equatable {
    let ja: HTML
    let en: HTML

    func said(in language: Language) -> HTML { language == .japanese ? ja : en }
}
