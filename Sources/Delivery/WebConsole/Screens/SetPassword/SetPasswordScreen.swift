import Administration
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// `/_password/{token}`
struct SetPasswordScreen {
    let visit: Visit

    private var token: String { visit.context.parameters.get("token") ?? "" }

    func show() async throws -> Response {
        guard let owner = try await SetPassword(visit.installation).owner(ofLink: token) else {
            throw Refusal.linkNotValid
        }
        return page(owner, problem: nil, status: .ok)
    }

    func submit() async throws -> Response {
        let bytes = try await BodyReader.form.read(visit.request)
        let form = try FormData(bytes, contentType: visit.request.headers[.contentType])
        let setPassword = SetPassword(visit.installation)
        do {
            let owner = try await setPassword.byLink(
                token, password: Secret(form["new"]), again: Secret(form["again"]))
            var response = Response.redirect(to: "/\(owner.company.code)")
            response.set(.done, to: "password-set", visit.configuration)
            return response
        } catch let error as AdministrationError {
            guard error != .linkNotValid, let owner = try await setPassword.owner(ofLink: token) else {
                throw Refusal.linkNotValid
            }
            return page(owner, problem: Problem(error), status: .unprocessableContent)
        }
    }

    private func page(_ owner: SetPassword.LinkOwner, problem: Problem?, status: HTTPResponse.Status) -> Response {
        let model = SetPasswordModel(
            companyName: owner.company.name, login: owner.user.login, action: "/_password/\(token)",
            problem: problem.map { Message(.refusal, $0, visit.language) })
        return visit.render(SetPasswordView(model), status: status, company: owner.company)
    }
}

extension Message {
    /// A problem as the page says it.
    init(_ kind: Message.Kind, _ problem: Problem, _ language: Language, reference: String? = nil) {
        self.init(
            kind, problem.fact[language], meaning: problem.meaning[language], nextStep: problem.nextStep[language],
            code: problem.code, reference: reference)
    }
}
