import Administration

/// Sentences about logins and passwords.
extension AdministrationSentences {
    func invalidLogin(_ login: String) -> Problem {
        let shown = Wording.quoted(login, limit: 64)
        return problem(
            "login-id-invalid",
            text("ログインID「\(shown)」は使えません。", "The login ID “\(shown)” cannot be used."),
            text(
                "ログインID は 1 文字から 64 文字で、空白と制御文字は使えません。",
                "It takes 1 to 64 characters, without spaces and control characters."),
            text("別のログインID を入力してください。", "Choose another login ID."))
    }

    func loginTaken(_ login: String) -> Problem {
        let shown = Wording.quoted(login, limit: 64)
        return problem(
            "login-id-taken",
            text("ログインID「\(shown)」は、すでに使われています。", "The login ID “\(shown)” is already in use."),
            text("利用者は作成していません。", "No user was created."),
            text("別のログインID を入力してください。", "Choose another login ID."))
    }

    func noSuchUser(_ login: String) -> Problem {
        let shown = Wording.quoted(login, limit: 64)
        return problem(
            "user-unknown",
            text("ログインID「\(shown)」の利用者はいません。", "There is no user with the login ID “\(shown)”."),
            text("何も変更していません。", "Nothing was changed."),
            text("会社とログインID を確かめてください。", "Check the company and the login ID."))
    }

    func passwordTooShort() -> Problem {
        let least = PasswordPolicy.minimumLength
        return problem(
            "password-too-short",
            text("パスワードが短すぎます。", "The password is too short."),
            text(
                "\(least) 文字以上が必要です。パスワードは変更していません。", "It needs at least \(least) characters. No password was changed."),
            text(
                "\(least) 文字以上のパスワードを入力してください。覚えやすい言葉を続けても構いません。",
                "Enter at least \(least) characters; several words in a row are fine."))
    }

    func passwordTooLong() -> Problem {
        let most = PasswordPolicy.maximumLength
        return problem(
            "password-too-long",
            text("パスワードが長すぎます。", "The password is too long."),
            text("\(most) 文字まで使えます。パスワードは変更していません。", "It may have up to \(most) characters. No password was changed."),
            text("\(most) 文字以内のパスワードを入力してください。", "Enter at most \(most) characters."))
    }

    func passwordTooCommon() -> Problem {
        problem(
            "password-too-common",
            text("推測されやすいパスワードです。", "This password is easy to guess."),
            text(
                "同じ文字や並びの繰り返し、ログインID、企業コード、よく使われる言葉だけのものは使えません。パスワードは変更していません。",
                "Repeated characters, sequences, the login ID, the company code and common words alone are not accepted. No password was changed."
            ),
            text("別のパスワードを入力してください。", "Choose another password."))
    }

    func passwordsDiffer() -> Problem {
        problem(
            "passwords-differ",
            text("2 つのパスワードが一致しません。", "The two passwords differ."),
            text(
                "入力の間違いを防ぐため、同じものを 2 回入力します。パスワードは変更していません。",
                "The same password is entered twice against slips. No password was changed."),
            text("同じパスワードを両方の欄に入力してください。", "Enter the same password in both fields."))
    }

    func wrongCurrentPassword() -> Problem {
        problem(
            "current-password-wrong",
            text("現在のパスワードが違います。", "The current password is not right."),
            text("パスワードは変更していません。", "No password was changed."),
            text("現在のパスワードを入力し直してください。", "Enter the current password again."))
    }

    func loginFailed() -> Problem {
        problem(
            "login-failed",
            text("ログインできません。", "Login was not possible."),
            text(
                "企業コード、ログインID、パスワードのどれかが違います。",
                "The company code, the login ID or the password is not right."),
            text(
                "3 つとも確かめて、もう一度入力してください。分からないときは、会社の管理者に連絡してください。",
                "Check all three and enter them again, or ask your company's administrator."))
    }

    func loginThrottled() -> Problem {
        let minutes = Int(LoginThrottle.windowSeconds / 60)
        return problem(
            "login-throttled",
            text("ログインを一時的に受け付けていません。", "Login is paused."),
            text(
                "短い間に、違うパスワードが続けて入力されました。正しいパスワードでも、今は受け付けません。",
                "Too many wrong passwords were entered in a short time; even the right one is not accepted now."),
            text("\(minutes) 分ほど待ってから、もう一度ログインしてください。", "Wait about \(minutes) minutes, then log in again."))
    }
}
