import Foundation

/// Text as searching and sorting compare it: wide and narrow forms, upper and lower case are the same.
///
/// ＡＢＣ, abc and ABC meet; so do ﾃﾞﾊﾞｲｽ and デバイス. Apply it to what is stored (a column of its own) and to what is
/// asked for.
public enum SearchText {
    /// For finding: ``folded(_:)`` after NFKC (㈱, ①, ㌔), without blanks, and カタカナ is ひらがな; `ー` stays.
    public static func key(_ text: String) -> String {
        let folded = folded(text.precomposedStringWithCompatibilityMapping)
        var scalars = String.UnicodeScalarView()
        for scalar in folded.unicodeScalars where scalar != " " {
            let isKatakana = (0x30A1...0x30F6).contains(scalar.value)
            scalars.append(isKatakana ? Unicode.Scalar(scalar.value - 0x60) ?? scalar : scalar)
        }
        return String(scalars)
    }

    /// A telephone number's digits as dialled in Japan: `+81 90-1234-5678` is `09012345678`. Other countries' keep
    /// their code.
    public static func phone(_ text: String) -> String {
        let digits = digits(text)
        guard folded(text).hasPrefix("+81") else { return digits }
        let national = digits.dropFirst(2)
        return national.hasPrefix("0") ? String(national) : "0" + national
    }

    /// What to look for among telephone numbers; nil when the text holds anything but digits, blanks and `+-()./`,
    /// or fewer than three digits.
    public static func phoneQuery(_ text: String) -> String? {
        let folded = folded(text.precomposedStringWithCompatibilityMapping)
        let marks: Set<Character> = [" ", "+", "-", "(", ")", ".", "/", "‐", "‑", "–", "—", "−", "ー"]
        guard folded.allSatisfy({ marks.contains($0) || ("0"..."9").contains($0) }) else { return nil }
        let phone = phone(folded)
        return phone.count >= 3 ? phone : nil
    }

    /// For sorting: kana stay what they are, ひらがな and カタカナ differ, as they do in a person's フリガナ.
    /// Blanks at both ends go, and several in a row become one.
    public static func folded(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let mark = voiceMark(scalar), let last = scalars.last, let voiced = voiced(last, by: mark) {
                scalars.removeLast()
                scalars.append(voiced)
            } else {
                scalars.append(wideOrNarrow(scalar))
            }
        }
        return String(scalars).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Digits only, for telephone numbers written with and without `-`, `+` and blanks.
    public static func digits(_ text: String) -> String {
        String(folded(text).unicodeScalars.filter { ("0"..."9").contains($0) }.map(Character.init))
    }

    private static func wideOrNarrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3000: " "
        case 0xFF61...0xFF9F: halfWidthKana[Int(scalar.value - 0xFF61)]
        default: scalar
        }
    }

    /// U+FF61 to U+FF9F, each as its ordinary form.
    private static let halfWidthKana: [Unicode.Scalar] = Array(
        "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜".unicodeScalars)

    private static func voiceMark(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar.value {
        case 0xFF9E, 0x3099: 1
        case 0xFF9F, 0x309A: 2
        default: nil
        }
    }

    /// カ → ガ, ハ → バ and パ, ウ → ヴ; nil where the mark does not belong.
    private static func voiced(_ kana: Unicode.Scalar, by mark: UInt32) -> Unicode.Scalar? {
        if kana == "ウ", mark == 1 { return "ヴ" }
        let takes = mark == 1 ? "カキクケコサシスセソタチツテトハヒフヘホかきくけこさしすせそたちつてとはひふへほ" : "ハヒフヘホはひふへほ"
        guard takes.unicodeScalars.contains(kana) else { return nil }
        return Unicode.Scalar(kana.value + mark)
    }
}
