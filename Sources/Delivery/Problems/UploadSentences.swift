import Administration
import Foundation

/// The phrases that the sentences about refused files share.
struct UploadSentences {
    let facts: UploadFacts

    /// Every refusal begins alike, so that the first words already say what did not happen.
    func refusal(_ code: String, _ fact: LocalizedText, _ meaning: LocalizedText, _ nextStep: LocalizedText)
        -> Problem
    {
        Problem(
            code, fact: LocalizedText(ja: "登録できません。" + fact.ja, en: "Not registered: " + fact.en),
            meaning: LocalizedText(ja: meaning.ja + "何も変更していません。", en: meaning.en + " Nothing was changed."),
            nextStep: nextStep)
    }

    func text(_ ja: String, _ en: String) -> LocalizedText { LocalizedText(ja: ja, en: en) }

    func instant(_ date: Date, _ language: Language) -> String {
        Wording.instant(date, in: facts.timeZone, language)
    }

    /// What nearly everybody who chose a wrong file has to do.
    var pressDownload: LocalizedText {
        text(
            "Apple のサイトで Download を押し、届いた .pem ファイルを選んでください。",
            "Press Download on Apple's site and choose the .pem file you receive.")
    }

    /// The same, for files that come from another site of Apple.
    var pressDownloadAtThePortal: LocalizedText {
        text(
            "Apple Push Certificates Portal(https://identity.apple.com/pushcert/)で Download を押し、届いた .pem ファイルを選んでください。",
            "Press Download at the Apple Push Certificates Portal (https://identity.apple.com/pushcert/) and choose the .pem file you receive."
        )
    }

    /// ` で Apple のサイトに…`: under which Apple ID, and what was noted for this moment.
    var signIn: LocalizedText {
        let appleID = Wording.quoted(facts.registeredAppleID)
        guard !appleID.isEmpty else {
            return text(
                "Apple のサイトに、前回と同じ Apple ID でログインします。",
                "Sign in to Apple's site with the same Apple Account as last time.")
        }
        return text("Apple のサイトに \(appleID) でログインします。", "Sign in to Apple's site as \(appleID).")
    }

    /// 備考, for it often says who holds the Apple ID; empty when nothing was noted.
    var noted: LocalizedText {
        let notes = Wording.quoted(facts.notes)
        return notes.isEmpty ? text("", "") : text("(備考: \(notes))", " (Notes: \(notes))")
    }

    /// The file by its name, or just as the file.
    var file: LocalizedText {
        let name = Wording.quoted(facts.fileName, limit: 60)
        return name.isEmpty ? text("選んだファイル", "the chosen file") : text(name, name)
    }
}
