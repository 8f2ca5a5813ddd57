import Administration
import Notices
import UseCases

/// The forms of 通知設定, and what became of the mails.
struct NotificationForms {
    let model: NotificationsModel
    let path: (String) -> String

    func html(in c: ViewContext) -> HTML { "\(settings(c))\(test(c))\(deliveries(c))" }

    private func settings(_ c: ViewContext) -> HTML {
        let stored = model.overview.settings
        let typed = model.typed
        let isDaily = typed?.isDaily ?? stored.ladder.isDailyAfterExpiry
        return """
            <section class="card" aria-labelledby="ladder-heading">
            <h2 id="ladder-heading">\(c(NotificationWords.expiryAndSilence))</h2>
            <form class="stack" method="post" action="\(path("/settings"))">\(c.csrfField)\
            <input type="hidden" name="version" value="\(stored.version)">
            \(model.settingsProblem?.html(in: c))
            \(Field(
                name: "ladder", label: c(NotificationWords.ladder),
                value: typed?.ladder ?? stored.ladder.days.map(String.init).joined(separator: ", "),
                attributes: " inputmode=\"numeric\" autocomplete=\"off\"", hint: c(NotificationWords.ladderHint)
            ).html)\(Tick(name: "daily", label: c(NotificationWords.daily), isOn: isDaily).html)\
            \(Area(
                name: "second", label: c(NotificationWords.secondContacts),
                value: typed?.secondContacts ?? stored.secondContacts.map(\.description).joined(separator: "\n"),
                hint: c(NotificationWords.secondHint), rows: 2
            ).html)\(Field(
                name: "hours", label: c(NotificationWords.hours), value: typed?.hours ?? String(stored.hoursUntilEscalation),
                kind: "number", attributes: " min=\"1\" max=\"720\" inputmode=\"numeric\""
            ).html)\(Field(
                name: "silence", label: c(NotificationWords.silence),
                value: typed?.silence ?? stored.silenceDays.map(String.init) ?? "",
                kind: "number", attributes: " min=\"1\" max=\"365\" inputmode=\"numeric\"",
                hint: c(NotificationWords.silenceHint)
            ).html)<p><button class="btn primary" type="submit">\(c(NotificationWords.save))</button></p>
            </form>
            </section>
            """
    }

    private func test(_ c: ViewContext) -> HTML {
        """
        <section class="card" aria-labelledby="test-heading">
        <h2 id="test-heading">\(c(NotificationWords.test))</h2>
        <p class="note">\(c(NotificationWords.testNote))</p>
        <form class="stack" method="post" action="\(path("/test"))">\(c.csrfField)
        \(model.testProblem?.html(in: c))
        \(Field(
            name: "address", label: c(NotificationWords.address),
            value: model.typed?.testAddress ?? "", kind: "email",
            attributes: " autocomplete=\"email\" required", isInvalid: model.testProblem != nil
        ).html)<p><button class="btn" type="submit">\(c(NotificationWords.sendTest))</button></p>
        </form>
        </section>
        """
    }

    private func deliveries(_ c: ViewContext) -> HTML {
        let list: HTML =
            model.overview.mails.isEmpty
            ? "<div class=\"card\"><p>\(c(NotificationWords.noDeliveries))</p></div>"
            : "<p class=\"note\">\(c(NotificationWords.deliveriesNote))</p>\n\(grid(c))"
        return """
            <section class="stack" aria-labelledby="deliveries">
            <h2 id="deliveries">\(c(NotificationWords.deliveries))</h2>
            \(list)
            </section>
            """
    }

    private func grid(_ c: ViewContext) -> HTML {
        Grid(
            caption: c(NotificationWords.deliveries),
            columns: [
                Grid.Column(c(NotificationWords.writtenAt)), Grid.Column(c(NotificationWords.recipient)),
                Grid.Column(c(NotificationWords.subject)), Grid.Column(c(NotificationWords.state)),
                Grid.Column(c(NotificationWords.answer)),
            ],
            rows: model.overview.mails.map { mail in
                [
                    c.timeOfMinute(mail.createdAt), "\(mail.recipient.description)", "\(mail.subject)",
                    badge(mail, c), answer(mail, c),
                ]
            }
        ).html
    }

    private func badge(_ mail: Mail, _ c: ViewContext) -> HTML {
        let word = c(NotificationWords.name(of: mail.state))
        return switch mail.state {
        case .waiting: Badge(kind: mail.attempts > 0 ? .warning : .plain, icon: .clock, word: word).html
        case .accepted: Badge(kind: .ok, icon: .ok, word: word).html
        case .failed: Badge(kind: .bad, icon: .bad, word: word).html
        }
    }

    private func answer(_ mail: Mail, _ c: ViewContext) -> HTML {
        let tried: HTML? =
            mail.attempts > 1 ? " <span class=\"key\">\(c(NotificationWords.attempts(mail.attempts)))</span>" : nil
        let again: HTML? =
            mail.state == .accepted || (mail.state == .waiting && mail.attempts == 0)
            ? nil
            : """
             <form method="post" action="\(path("/again"))">\(c.csrfField)\
            <input type="hidden" name="id" value="\(mail.id.description)">\
            <button class="btn small" type="submit">\(c(NotificationWords.again))</button></form>
            """
        return "\(MailAnswerWords.line(mail.lastAnswer, in: c))\(tried)\(again)"
    }
}

/// A labelled check box.
struct Tick {
    let name: String
    let label: String
    let isOn: Bool

    var html: HTML {
        let mark: HTML? = isOn ? " checked" : nil
        return """
            <div class="tick"><input type="checkbox" id="\(name)" name="\(name)" value="yes"\(mark)>\
            <label for="\(name)">\(label)</label></div>

            """
    }
}

/// A labelled field of several lines.
struct Area {
    let name: String
    let label: String
    let value: String
    let hint: String
    let rows: Int

    var html: HTML {
        """
        <div class="field"><label for="\(name)">\(label)</label>
        <textarea class="input" id="\(name)" name="\(name)" rows="\(rows)" aria-describedby="\(name)-hint"\
        \(Field.verbatim)>
        \(value)</textarea>
        <p class="hint" id="\(name)-hint">\(hint)</p></div>

        """
    }
}
