import Administration
import Foundation
import Problems

/// An invitation, opened on the device.
struct OnDeviceView: Page {
    let companyName: String
    let inviteeName: String
    let profilePath: String
    let expiresAt: Date

    var help: ManualSection { .dashboard }
    var frame: PageFrame { .device }

    func title(in c: ViewContext) -> String { c(OnDeviceWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <section class="card">
        <div class="tight"><p class="key">\(c.brand.productName)</p>
        <h1>\(c(OnDeviceWords.title))</h1></div>
        <p>\(c(OnDeviceWords.lead(companyName)))</p>
        \(Rows([
            Rows.Row(c(OnDeviceWords.company), companyName), Rows.Row(c(OnDeviceWords.invitee), inviteeName),
            Rows.Row(c(OnDeviceWords.expires), c.dateTime(expiresAt)),
        ]).html)
        <a class="btn primary" href="\(profilePath)">\(c(OnDeviceWords.download))</a>
        <ol class="points">
        \(OnDeviceWords.steps.map { "<li>\(c($0))</li>\n" as HTML })</ol>
        </section>
        """
    }
}

/// `/enroll`: for whoever has no link at hand.
struct EnrollmentCodeView: Page {
    let companyCode: String
    let problem: Problem?

    var help: ManualSection { .dashboard }
    var frame: PageFrame { .device }

    func title(in c: ViewContext) -> String { c(OnDeviceWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <form class="card" method="post" action="/enroll">
        <div class="tight"><p class="key">\(c.brand.productName)</p>
        <h1>\(c(OnDeviceWords.title))</h1></div>
        \(problem.map { Message(.refusal, $0, c.language).html(in: c) })
        \(Field(
            name: "company", label: c(LoginWords.company), value: companyCode,
            attributes: "\(Field.verbatim) required maxlength=\"31\"", isInvalid: problem != nil
        ).html)\(Field(
            name: "code", label: c(OnDeviceWords.code), attributes: "\(Field.verbatim) required maxlength=\"32\"",
            hint: c(OnDeviceWords.codeHint), isInvalid: problem != nil
        ).html)<button class="btn primary" type="submit">\(c(OnDeviceWords.next))</button>
        </form>
        """
    }
}

struct OnDeviceProblemView: Page {
    let problem: Problem

    var help: ManualSection { .dashboard }
    var frame: PageFrame { .device }

    func title(in c: ViewContext) -> String { c(OnDeviceWords.title) }

    func main(in c: ViewContext) -> HTML {
        """
        <section class="card">
        <h1>\(c(OnDeviceWords.title))</h1>
        \(Message(.refusal, problem, c.language).html(in: c))
        </section>
        """
    }
}

enum OnDeviceWords {
    static let title = Text(ja: "この機器を登録する", en: "Enroll this device")
    static func lead(_ company: String) -> Text {
        Text(
            ja: "この機器を「\(company)」の管理対象にします。管理者は、機器の情報の確認、ロック、ワイプなどができるようになります。",
            en:
                "This puts the device under the management of “\(company)”. Its administrators will be able to see facts about it, to lock it and to wipe it."
        )
    }
    static let company = Text(ja: "会社", en: "Company")
    static let invitee = Text(ja: "登録先", en: "For")
    static let expires = Text(ja: "案内の有効期限", en: "Invitation valid until")
    static let download = Text(ja: "プロファイルをダウンロード", en: "Download the profile")
    static let steps = [
        Text(ja: "上のボタンを押し、ダウンロードを許可します。", en: "Press the button above and allow the download."),
        Text(
            ja: "「設定」(Mac は「システム設定」)を開き、ダウンロード済みのプロファイルをインストールします。",
            en: "Open Settings (on a Mac, System Settings) and install the downloaded profile."),
        Text(
            ja: "8 分以内にインストールしてください。過ぎた場合は、もう一度ダウンロードします。", en: "Install it within 8 minutes; later, download it again."
        ),
    ]
    static let code = Text(ja: "認証コード", en: "Enrollment code")
    static let codeHint = Text(
        ja: "案内に書かれた 12 文字です。ハイフンは省けます。", en: "12 characters from the invitation; hyphens may be left out.")
    static let next = Text(ja: "次へ", en: "Next")
}
