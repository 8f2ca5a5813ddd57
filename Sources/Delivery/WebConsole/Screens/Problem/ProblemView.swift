import Administration

/// Says why there is no other page.
struct ProblemView: Page {
    let model: ProblemModel

    init(_ model: ProblemModel) { self.model = model }

    var help: ManualSection { model.isForbidden ? .account : .login }

    func title(in c: ViewContext) -> String { message(c).fact }

    func main(in c: ViewContext) -> HTML {
        let message = message(c)
        let rest = [message.meaning, message.nextStep].filter { !$0.isEmpty }.map { sentence -> HTML in
            "<p>\(AppleNames.marked(sentence, in: c.language))</p>\n"
        }
        let reference: HTML? = message.reference.map {
            "<p class=\"code mono\">\(c(FrameWords.referenceLabel)) \($0) · \(c.dateTime(c.now))</p>\n"
        }
        let way = c.user == nil ? ProblemWords.toLogin : ProblemWords.toDashboard
        let target = c.user == nil && c.company != nil ? "/\(c.company?.code ?? "")" : c.href()
        return """
            <section class="card empty problem" aria-labelledby="fact">
            <h1 id="fact">\(message.fact)</h1>
            \(rest)\(reference)<p><a class="btn" href="\(target)">\(c(way))</a></p>
            </section>
            """
    }

    private func message(_ c: ViewContext) -> Message {
        func say(_ fact: Text, _ meaning: Text?, _ step: Text, reference: String? = nil) -> Message {
            Message(.note, c(fact), meaning: meaning.map { c($0) } ?? "", nextStep: c(step), reference: reference)
        }
        switch model {
        case .notFound:
            let step = c.user == nil ? ProblemWords.notFoundStepOutside : ProblemWords.notFoundStep
            return say(ProblemWords.notFound, ProblemWords.notFoundMeaning, step)
        case .forbidden(let permission):
            let meaning = ProblemWords.forbiddenMeaning(
                RoleWords.name(permission), role: c.user.map { RoleWords.name($0.role) })
            return say(ProblemWords.forbidden, meaning, ProblemWords.forbiddenStep)
        case .formTooOld:
            return say(ProblemWords.formTooOld, ProblemWords.formTooOldMeaning, ProblemWords.formTooOldStep)
        case .conflict: return say(ProblemWords.conflict, ProblemWords.conflictMeaning, ProblemWords.conflictStep)
        case .tooLarge(let bytes):
            return say(ProblemWords.tooLarge, ProblemWords.tooLargeMeaning(bytes / 1024), ProblemWords.tooLargeStep)
        case .throttled(let minutes): return say(ProblemWords.throttled, nil, ProblemWords.throttledStep(minutes))
        case .notUnderstood:
            return say(ProblemWords.notUnderstood, ProblemWords.notUnderstoodMeaning, ProblemWords.notUnderstoodStep)
        case .linkNotValid:
            return say(ProblemWords.linkNotValid, ProblemWords.linkNotValidMeaning, ProblemWords.linkNotValidStep)
        case .failure(let reference):
            return say(
                ProblemWords.failure, ProblemWords.failureMeaning, ProblemWords.failureStep, reference: reference)
        case .unavailable(let reference):
            return say(
                ProblemWords.unavailable, ProblemWords.unavailableMeaning, ProblemWords.unavailableStep,
                reference: reference)
        }
    }
}

extension ProblemModel {
    fileprivate var isForbidden: Bool {
        if case .forbidden = self { return true }
        return false
    }
}
