import Foundation

/// A command's life as it is known: each step says 済 with its time, or まだ. Nothing is shown that was not observed.
struct LifeLine {
    let command: CommandFace
    /// Announced when it changes.
    var isLive = false

    enum Mark: Sendable, Equatable {
        case plain, done, now, fail
    }

    struct Step: Sendable, Equatable {
        var mark: Mark
        var name: String
        var detail: HTML
    }

    func html(in c: ViewContext) -> HTML {
        let live: HTML? = isLive ? " aria-live=\"polite\"" : nil
        return "<ol class=\"life\"\(live)>\n\(steps(in: c).map(line))</ol>"
    }

    private func line(_ step: Step) -> HTML {
        let (kind, current): (HTML, HTML?) =
            switch step.mark {
            case .plain: ("", nil)
            case .done: (" class=\"done\"", nil)
            case .now: (" class=\"now\"", " aria-current=\"step\"")
            case .fail: (" class=\"fail\"", nil)
            }
        return "<li\(kind)\(current)><b>\(step.name)</b>\(step.detail)</li>\n"
    }

    func steps(in c: ViewContext) -> [Step] {
        [
            Step(mark: .done, name: c(CommandWords.queued), detail: done(command.queuedAt, c)), push(c), fetch(c),
            end(c),
        ]
    }

    private func push(_ c: ViewContext) -> Step {
        let name = c(CommandWords.pushed)
        if let at = command.pushedAt {
            let id: HTML? = command.apnsID.map {
                " <span class=\"mono\" title=\"\($0)\">\(String($0.prefix(8)))</span>"
            }
            return Step(mark: .done, name: name, detail: "\(done(at, c))\(id)")
        }
        if command.fetchedAt != nil {
            return Step(mark: .plain, name: name, detail: "\(c(CommandWords.cameByItself))")
        }
        if command.end != nil { return Step(mark: .plain, name: name, detail: "\(c(CommandWords.notObserved))") }
        if let obstacle = obstacle(c) { return obstacle }
        if let problem = command.pushProblem {
            return Step(mark: .fail, name: c(CommandWords.notPushed), detail: "\(PushAnswer(problem).short(in: c))")
        }
        return Step(mark: .now, name: name, detail: "\(c(CommandWords.waiting))")
    }

    private func fetch(_ c: ViewContext) -> Step {
        let name = c(CommandWords.fetched)
        if let at = command.fetchedAt { return Step(mark: .done, name: name, detail: done(at, c)) }
        let isNext = command.pushedAt != nil && command.end == nil
        // A push that was accepted says nothing when none can follow it any more.
        if isNext, let obstacle = obstacle(c) { return obstacle }
        return Step(
            mark: isNext ? .now : .plain, name: name,
            detail: "\(c(isNext ? CommandWords.waiting : CommandWords.notYet))")
    }

    /// Why no push can be sent, if so.
    private func obstacle(_ c: ViewContext) -> Step? {
        command.undeliverable.map {
            Step(mark: .fail, name: c(DeviceWords.cannotDeliver), detail: "\(c(DeviceWords.reason($0, in: c)))")
        }
    }

    private func end(_ c: ViewContext) -> Step {
        if let end = command.end {
            let time: HTML? = command.endedAt.map { c.time($0) }
            let name = c(CommandWords.end(end))
            switch end {
            case .acknowledged:
                return Step(mark: .done, name: name, detail: "\(c(CommandWords.already)) · \(time)")
            case .error, .formatError:
                let code: HTML? = command.errors.first.map { " · \($0.code)" }
                return Step(mark: .fail, name: name, detail: "\(time)\(code)")
            case .cancelled(let login):
                let who = LoginName(login).said(in: c)
                return Step(mark: .fail, name: name, detail: "\(time) · \(c(CommandWords.cancelledBy(who)))")
            case .expired, .superseded, .enrollmentEnded: return Step(mark: .fail, name: name, detail: "\(time)")
            }
        }
        if command.notNowCount > 0 {
            let last: HTML? = command.lastNotNowAt.map { "\(c(CommandWords.lastAt(c.dateTime($0))))" }
            return Step(mark: .now, name: c(CommandWords.notNow(command.notNowCount)), detail: "\(last)")
        }
        let isNext = command.fetchedAt != nil
        return Step(
            mark: isNext ? .now : .plain, name: c(CommandWords.done),
            detail: "\(c(isNext ? CommandWords.waiting : CommandWords.notYet))")
    }

    private func done(_ at: Date, _ c: ViewContext) -> HTML { "\(c(CommandWords.already)) · \(c.time(at))" }
}

/// What APNs said instead of 200.
struct PushAnswer {
    let problem: PushProblemFace
    init(_ problem: PushProblemFace) { self.problem = problem }

    /// `410 Unregistered`.
    func short(in c: ViewContext) -> String {
        problem.status == 0 ? c(DevicePageWords.noAnswer) : "\(problem.status) \(problem.reason)"
    }

    /// With its meaning and what to do.
    func html(in c: ViewContext) -> HTML {
        let words = PushReasonWords.of(status: problem.status, reason: problem.reason)
        let detail: HTML? =
            problem.status == 0 && !problem.reason.isEmpty ? " <span class=\"mono\">\(problem.reason)</span>" : nil
        return """
            <span class="mono">\(short(in: c))</span>\(detail) · \(c.time(problem.at))<br>\
            \(c.paragraph([c(words.meaning), c(words.nextStep)]))
            """
    }
}
