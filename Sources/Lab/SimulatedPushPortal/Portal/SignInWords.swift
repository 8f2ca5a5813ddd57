/// The words of the sign-in pages, in the browser's language; the Japanese ones are those of the manuals.
struct SignInWords {
    let japanese: Bool

    private func pick(_ ja: String, _ en: String) -> String { japanese ? ja : en }

    var signIn: String { pick("Apple IDを使ってサインイン", "Sign in with your Apple ID") }
    var remember: String { pick("Apple IDをブラウザに保存", "Remember me") }
    var forgot: String { pick("Apple IDまたはパスワードをお忘れですか?", "Forgot Apple ID or password?") }
    var forgotAnswer: String {
        pick(
            "ラボの Apple ID とパスワードは、make run が表示し、access.json に書きます。",
            "The Lab's Apple ID and password are shown by make run and written into access.json.")
    }
    var create: String { pick("Apple IDをお持ちでないですか? 作成はこちら", "Don't have an Apple ID? Create yours now.") }
    var createAnswer: String {
        pick(
            "ラボでは、どの Apple ID でもサインインできます。初めての Apple ID の一覧は空です。パスワードは何でもかまいません。",
            "In the Lab any Apple ID signs in; a new one begins with an empty list. Any password will do.")
    }
    var password: String { pick("パスワード", "Password") }
    var verify: String { pick("本人確認", "Verify your identity") }
    var choosePhone: String {
        pick("確認コードの送信先に使用する電話番号を選択してください。", "Choose a phone number to receive a verification code.")
    }
    var noAccess: String { pick("これらの電話番号にアクセスできませんか?", "Can't use any of these numbers?") }
    var noAccessAnswer: String {
        pick(
            "コードはラボのページにも表示されます。電話番号もそこで変更できます。",
            "The Lab's page shows the code, too, and phone numbers can be changed there.")
    }
    var twoFactor: String { pick("2ファクタ認証", "Two-Factor Authentication") }
    var code: String { pick("確認コード", "Verification code") }
    func sent(to phone: String) -> String {
        pick(
            "確認コードを含むテキストメッセージを\(phone)に送信しました。続けるにはコードを入力してください。",
            "A message with a verification code has been sent to \(phone). Enter the code to continue.")
    }
    var otherNumber: String { pick("他の電話番号を使用", "Use a different phone number") }
    var moreOptions: String { pick("その他のオプション", "More options") }
    var sendAgain: String { pick("コードを再送信", "Resend code") }
    var proceed: String { pick("続ける", "Continue") }

    func notice(_ notice: SignInNotice) -> String {
        switch notice {
        case .noAppleID: pick("Apple IDを入力してください。", "Enter your Apple ID.")
        case .wrongPassword:
            pick(
                "Apple IDまたはパスワードが正しくありません。もう一度サインインしてください。",
                "Your Apple ID or password is incorrect. Please sign in again.")
        case .wrongCode:
            pick("確認コードが正しくありません。もう一度サインインしてください。", "The verification code is incorrect. Please sign in again.")
        }
    }
}
