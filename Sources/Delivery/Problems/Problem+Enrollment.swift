import Administration
public import Enrollments
public import Foundation

extension Problem {
    /// The sentence for what stands against an invitation or a command.
    public init(_ error: EnrollmentError, timeZone: TimeZone) {
        let say = EnrollmentSentences(timeZone: timeZone)
        switch error {
        case .noSuchDevice: self = say.gone("device-unknown", "この機器は見つかりません。", "There is no such device.")
        case .noSuchInvitation:
            self = say.noSuchInvitation()
        case .noSuchCommand: self = say.gone("command-unknown", "この指示は見つかりません。", "There is no such command.")
        case .noSuchPerson: self = say.gone("person-unknown", "このユーザーは見つかりません。", "There is no such user.")
        case .noSuchOrganization:
            self = say.gone("organization-unknown", "この組織は見つかりません。", "There is no such organization.")
        case .invalidName: self = say.invalidName()
        case .nameTaken(let name): self = say.nameTaken(name)
        case .invalidUses(let limit): self = say.invalidUses(limit)
        case .invalidValidity: self = say.invalidValidity()
        case .nobodyInvited: self = say.nobodyInvited()
        case .noDeviceAddress: self = say.noDeviceAddress()
        case .tooManyOpenProfiles: self = say.tooManyOpenProfiles()
        case .commandOver: self = say.commandOver()
        case .commandWithDevice: self = say.commandWithDevice()
        case .invitationNotOpen(let standing): self = say.notOpen(standing)
        case .obstacle(let obstacle): self = say.obstacle(obstacle)
        case .notAvailable(let requestType, _): self = say.notAvailable(requestType)
        case .serialMismatch: self = say.serialMismatch()
        case .stepUpNeeded: self = say.stepUpNeeded()
        case .wrongPassword: self = say.wrongPassword()
        case .enrolledSincePageOpened: self = say.enrolledSincePageOpened()
        case .messageTooLong(let limit): self = say.messageTooLong(limit)
        case .noUnlockToken: self = say.noUnlockToken()
        case .invalidCode: self = say.invalidCode()
        case .tooManyAttempts: self = say.tooManyAttempts()
        case .ordersWaiting(let limit): self = say.ordersWaiting(limit)
        case .unknownCondition: self = say.unknownCondition()
        }
    }
}

/// Sentences about enrolling devices and telling them something.
struct EnrollmentSentences {
    let timeZone: TimeZone

    func problem(
        _ code: String, _ fact: (String, String), _ meaning: (String, String), _ nextStep: (String, String)
    ) -> Problem {
        Problem(
            code, fact: LocalizedText(ja: fact.0, en: fact.1), meaning: LocalizedText(ja: meaning.0, en: meaning.1),
            nextStep: LocalizedText(ja: nextStep.0, en: nextStep.1))
    }

    func gone(_ code: String, _ ja: String, _ en: String) -> Problem {
        problem(
            code, (ja, en), ("何も変更していません。", "Nothing was changed."),
            ("一覧に戻り、選び直してください。", "Go back to the list and choose again."))
    }

    /// Read on the device, by somebody who has no list to go back to.
    func noSuchInvitation() -> Problem {
        problem(
            "invitation-unknown", ("この案内は見つかりません。", "There is no such invitation."),
            ("この機器は登録されていません。", "This device was not enrolled."),
            (
                "リンクが途中で切れていないか確かめてください。切れていなければ、管理者に新しい案内を頼んでください。",
                "Check that the link is complete. If it is, ask your administrator for a new invitation."
            ))
    }

    func invalidName() -> Problem {
        problem(
            "name-invalid", ("この名前は使えません。", "This name cannot be used."),
            (
                "名前は 1 文字から 100 文字で、改行などの制御文字は使えません。",
                "A name has 1 to 100 characters, without line breaks or other control characters."
            ), ("名前を入力し直してください。", "Enter the name again."))
    }

    func nameTaken(_ name: String) -> Problem {
        let shown = Wording.quoted(name, limit: 60)
        return problem(
            "name-taken", ("「\(shown)」は、すでにあります。", "“\(shown)” exists already."),
            ("追加していません。", "Nothing was added."),
            ("ある方を使うか、別の名前を入力してください。", "Use the one that exists, or enter another name."))
    }

    func invalidUses(_ limit: Int) -> Problem {
        problem(
            "invitation-uses-invalid", ("台数を読み取れません。", "The number of devices is not usable."),
            ("1 台から \(limit) 台までです。案内は作成していません。", "It may be 1 to \(limit). No invitation was made."),
            ("台数を入力し直してください。", "Enter the number again."))
    }

    func invalidValidity() -> Problem {
        problem(
            "invitation-validity-invalid", ("有効期間が正しくありません。", "The validity is not usable."),
            ("1 分から 30 日までです。案内は作成していません。", "It may be a minute to 30 days. No invitation was made."),
            ("有効期間を選び直してください。", "Choose the validity again."))
    }

    func nobodyInvited() -> Problem {
        problem(
            "invitation-for-nobody", ("誰のための案内かが、入力されていません。", "Nobody was named for this invitation."),
            ("案内は作成していません。", "No invitation was made."),
            ("ユーザーまたは組織の名前を入力してください。", "Enter the name of a user or an organization."))
    }

    func noDeviceAddress() -> Problem {
        problem(
            "device-address-missing",
            ("機器からこのサーバーに接続するアドレスが、設定されていません。", "No address is set at which devices reach this server."),
            ("登録用のプロファイルを作れません。", "No enrollment profile can be made."),
            (
                "サーバーの管理者が、--devices-url https://… を付けて起動し直してください。",
                "The service operator must restart the server with --devices-url https://…."
            ))
    }

    func tooManyOpenProfiles() -> Problem {
        problem(
            "invitation-fetched-too-often",
            ("この案内のプロファイルが、続けて何度も取得されました。", "The profile of this invitation was fetched many times in a row."),
            ("1 時間たつまで、新しいプロファイルは渡しません。", "No further profile is handed out for an hour."),
            (
                "ダウンロード済みのプロファイルをインストールするか、1 時間後に開き直してください。",
                "Install a profile that was downloaded, or open the link again in an hour."
            ))
    }

    func commandOver() -> Problem {
        problem(
            "command-over", ("この指示は、すでに終わっています。", "This command has ended already."),
            ("取り消せませんでした。", "It could not be cancelled."),
            ("指示の一覧で結果を確かめてください。", "See its result in the list of commands."))
    }

    func commandWithDevice() -> Problem {
        problem(
            "command-with-device", ("この指示は、すでに端末が取得しています。", "The device has fetched this command already."),
            ("取り消せませんでした。端末が実行しているかもしれません。", "It could not be cancelled; the device may be carrying it out."),
            (
                "端末の返答を待って、指示の一覧で結果を確かめてください。",
                "Wait for the device's answer, and see its result in the list of commands."
            ))
    }

    func notOpen(_ standing: Invitation.Standing) -> Problem {
        let fact: (String, String) =
            switch standing {
            case .open: ("この案内は使えません。", "This invitation cannot be used.")
            case .usedUp: ("この案内は、すでに使われています。", "This invitation has been used already.")
            case .expired: ("この案内の有効期限が切れています。", "This invitation has expired.")
            case .revoked: ("この案内は取り消されています。", "This invitation was revoked.")
            }
        return problem(
            "invitation-\(standing.rawValue.lowercased())", fact, ("この機器は登録されていません。", "This device was not enrolled."),
            ("管理者に、新しい案内を頼んでください。", "Ask your administrator for a new one."))
    }

    func notAvailable(_ requestType: String) -> Problem {
        problem(
            "command-not-available", ("この機器は、この操作に対応していません。", "This device does not know this command."),
            ("\(requestType) は送っていません。", "\(requestType) was not sent."),
            ("機器の種類、OS のバージョン、監視モードを確かめてください。", "Check the kind of device, its system version and supervision."))
    }

    func serialMismatch() -> Problem {
        problem(
            "wipe-serial-differs",
            ("シリアル番号の末尾 4 文字が一致しません。", "The last four characters of the serial number do not agree."),
            ("ワイプは依頼していません。", "No wipe was requested."),
            (
                "画面のシリアル番号を確かめ、末尾 4 文字を入力してください。",
                "Compare the serial number on the page and enter its last four characters."
            ))
    }

    func stepUpNeeded() -> Problem {
        problem(
            "password-needed-again",
            ("パスワードの確認から 5 分を過ぎています。", "More than five minutes have passed since the password was given."),
            ("依頼していません。", "Nothing was requested."), ("もう一度パスワードを入力してください。", "Enter your password again."))
    }

    func wrongPassword() -> Problem {
        problem(
            "password-wrong", ("パスワードが違います。", "The password is not right."), ("依頼していません。", "Nothing was requested."),
            ("パスワードを入力し直してください。", "Enter it again."))
    }

    func enrolledSincePageOpened() -> Problem {
        problem(
            "device-enrolled-meanwhile",
            ("画面を開いたあとに、この機器が登録し直されました。", "This device was enrolled again after the page was opened."),
            ("別の人が使い始めているかもしれません。依頼していません。", "Somebody else may be using it by now. Nothing was requested."),
            ("画面の利用者と登録日時を確かめてから、もう一度依頼してください。", "Check user and time of enrollment on this page, then ask again."))
    }

    func messageTooLong(_ limit: Int) -> Problem {
        problem(
            "lock-message-too-long", ("メッセージまたは電話番号が長すぎます。", "The message or the phone number is too long."),
            (
                "メッセージは \(limit) 文字、電話番号は 64 文字までです。依頼していません。",
                "A message has up to \(limit) characters, a phone number 64. Nothing was requested."
            ),
            ("短くして、もう一度依頼してください。", "Shorten it and ask again."))
    }

    func noUnlockToken() -> Problem {
        problem(
            "unlock-token-missing",
            ("この機器のパスコードは消去できません。", "The passcode of this device cannot be cleared."),
            ("機器から解除用のトークン (UnlockToken) が届いていません。", "The device has never sent its UnlockToken."),
            ("ワイプするか、機器を登録し直してください。", "Wipe the device, or enroll it again."))
    }

    func invalidCode() -> Problem {
        problem(
            "enrollment-code-wrong", ("企業コードまたは認証コードが違います。", "Company code or enrollment code is not right."),
            ("この機器は登録されていません。", "This device was not enrolled."),
            ("案内に書かれた企業コードと認証コードを、もう一度入力してください。", "Enter both again as they stand in the invitation."))
    }

    func tooManyAttempts() -> Problem {
        problem(
            "enrollment-code-throttled",
            ("入力が続けて違っていたため、一時的に受け付けていません。", "Entries are paused after several wrong ones."),
            ("15 分後に、また入力できます。", "You can try again in fifteen minutes."),
            ("待つか、管理者に案内のリンクを頼んでください。", "Wait, or ask your administrator for the link."))
    }

    func ordersWaiting(_ limit: Int) -> Problem {
        problem(
            "orders-waiting",
            ("準備中の一斉同期が \(limit) 件あるため、依頼していません。", "Nothing was ordered: \(limit) orders are still being prepared."),
            ("依頼済みのものは、順に機器へ届きます。", "Those made before go out to their devices in turn."),
            (
                "「最近の一斉同期」で進み具合を確かめ、準備が終わってから依頼してください。",
                "See how far they are under Recent orders, and order when one is prepared."
            ))
    }

    func unknownCondition() -> Problem {
        problem(
            "order-condition-unknown", ("条件の一部を読み取れません。", "One of the conditions is not understood."),
            (
                "その条件がないと対象の機器が増えるため、依頼していません。",
                "Nothing was ordered: without it, more devices would be meant."
            ), ("機器の一覧に戻り、条件を選び直してください。", "Go back to the list of devices and choose the conditions again."))
    }
}
