import Administration
import Problems

/// Says why there is no other page.
struct ProblemView: Page {
    let model: ProblemModel

    init(_ model: ProblemModel) { self.model = model }

    var help: ManualSection {
        if case .forbidden = model { return .account }
        return .login
    }

    func title(in c: ViewContext) -> String { c(problem.fact) }

    func main(in c: ViewContext) -> HTML {
        let isSignedIn = c.user != nil
        let words = isSignedIn ? ProblemWords.toDashboard : ProblemWords.toLogin
        return """
            <section class="card empty" aria-labelledby="fact">
            <h1 id="fact">\(c(problem.fact))</h1>
            <p>\(c.paragraph([c(problem.meaning)]))</p>
            <p>\(c.paragraph([c(problem.nextStep), wait(c)]))</p>
            <p><a class="btn" href="\(c.href())">\(c(words))</a></p>
            <p class="code mono">\(c(FrameWords.codeLabel)) \(problem.code) · \(c.dateTime(c.now))</p>
            </section>
            """
    }

    private func wait(_ c: ViewContext) -> String {
        if case .throttled(let minutes) = model { return c(ProblemWords.wait(minutes)) }
        return ""
    }

    private var problem: Problem {
        switch model {
        case .notFound: .notFound
        case .forbidden(let permission): .forbidden(permission)
        case .formTooOld: .formExpired
        case .conflict: ProblemWords.conflict
        case .tooLarge: .tooLarge
        case .throttled: .throttled
        case .notUnderstood: .requestNotUnderstood
        case .linkNotValid: Problem(.linkNotValid)
        case .failure(let reference), .unavailable(let reference): .unavailable(reference: reference)
        }
    }
}
