import Administration

/// Sentences about companies, brands and links.
struct AdministrationSentences {
    func problem(_ code: String, _ fact: LocalizedText, _ meaning: LocalizedText, _ nextStep: LocalizedText)
        -> Problem
    { Problem(code, fact: fact, meaning: meaning, nextStep: nextStep) }

    func text(_ ja: String, _ en: String) -> LocalizedText { LocalizedText(ja: ja, en: en) }

    func invalidCompanyCode(_ code: String) -> Problem {
        let shown = Wording.quoted(code, limit: 60)
        return problem(
            "company-code-invalid",
            text("企業コード「\(shown)」は使えません。", "The company code “\(shown)” cannot be used."),
            text(
                "企業コードは会社のアドレスの一部になります。使えるのは 3 文字から 31 文字の a–z、0–9、- で、api は予約されています。",
                "It becomes part of the company's address: 3 to 31 characters of a–z, 0–9 and -; api is reserved."),
            text("別の企業コードを入力してください。", "Choose another company code."))
    }

    func companyCodeTaken(_ code: CompanyCode) -> Problem {
        problem(
            "company-code-taken",
            text("企業コード「\(code)」は、すでに使われています。", "The company code “\(code)” is already in use."),
            text(
                "企業コードは、この製品の中で会社ごとに 1 つです。会社は作成していません。",
                "Every company of this installation has its own. No company was created."),
            text("別の企業コードを入力してください。", "Choose another company code."))
    }

    func invalidCompanyName() -> Problem {
        problem(
            "company-name-invalid",
            text("会社名を保存できません。", "The company name cannot be stored."),
            text(
                "会社名は 1 文字から 100 文字で、改行などの制御文字は使えません。",
                "It takes 1 to 100 characters, without line breaks or other control characters."),
            text("会社名を入力し直してください。", "Enter the company name again."))
    }

    func unknownTimeZone(_ name: String) -> Problem {
        let shown = Wording.quoted(name, limit: 60)
        return problem(
            "time-zone-unknown",
            text("タイムゾーン「\(shown)」は見つかりません。", "There is no time zone “\(shown)”."),
            text(
                "残りの日数と日時は、会社のタイムゾーンで数えます。",
                "Days left and times are counted in the company's time zone."),
            text(
                "Asia/Tokyo のように、IANA のタイムゾーン名で指定してください。",
                "Give an IANA time zone name, for example Asia/Tokyo."))
    }

    func unknownBrand(_ key: String) -> Problem {
        let shown = Wording.quoted(key, limit: 60)
        let keys = Brand.all.map(\.key)
        return problem(
            "brand-unknown",
            text("ブランド「\(shown)」はありません。", "There is no brand “\(shown)”."),
            text("ブランドは、製品名と色と文言を決めます。", "A brand decides the product's name, colour and words."),
            text("次のどれかを指定してください: \(keys.joined(separator: "、"))。", "Use one of: \(keys.joined(separator: ", "))."))
    }

    func noSuchCompany(_ code: String) -> Problem {
        let shown = Wording.quoted(code, limit: 60)
        return problem(
            "company-unknown",
            text("企業コード「\(shown)」の会社はありません。", "There is no company with the code “\(shown)”."),
            text("何も変更していません。", "Nothing was changed."),
            text(
                "企業コードを確かめてください。kizuna admin company list で一覧を表示できます。",
                "Check the code; kizuna admin company list shows all companies."))
    }

    func linkNotValid() -> Problem {
        problem(
            "link-not-valid",
            text("このリンクは使えません。", "This link cannot be used."),
            text(
                "リンクは 1 回だけ使え、期限があります。すでに使われたか、期限が過ぎたか、途中で切れています。",
                "It works once and for a limited time: it was used, has expired, or was not copied whole."),
            text(
                "サービスの運用者か会社の管理者に、新しいリンクの発行を依頼してください。",
                "Ask the service operator or your company's administrator for a new link."))
    }

    func setUpAlreadyDone() -> Problem {
        problem(
            "set-up-already-done",
            text("初期設定は済んでいます。", "Set-up is already done."),
            text(
                "初期設定のページは 1 回だけ使えます。会社と管理者は、すでに作成されています。",
                "The set-up page works once. The first company and its administrator exist already."),
            text("会社のログイン画面からログインしてください。", "Log in at your company's login page."))
    }
}
