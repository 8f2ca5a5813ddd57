import Administration
import Foundation
import HTTPTypes
import Hummingbird
import UseCases

/// `/`, `/{company}`: the same page for every company code, known or not.
struct LoginScreen {
    let visit: Visit

    private var codeInAddress: String { visit.context.parameters.get("company") ?? "" }

    func show() async throws -> Response {
        try await page(
            LoginModel(
                company: codeInAddress, login: "", next: visit.query("next") ?? "", action: action, state: state))
    }

    func submit() async throws -> Response {
        let bytes = try await BodyReader.form.read(visit.request)
        let form = try FormData(bytes, contentType: visit.request.headers[.contentType])
        let company = form["company"].trimmingCharacters(in: .whitespaces)
        do {
            let signedIn = try await LogIn(visit.installation)(
                companyCode: company, login: form["login"], password: Secret(form["password"]), from: visit.address)
            let code = signedIn.principal.company.code.description
            var response = Response.redirect(to: LoginAddress.destination(form["next"], company: code))
            response.set(.session, to: signedIn.token.reveal(), visit.configuration)
            return response
        } catch let error as AdministrationError {
            let isThrottled = error == .loginThrottled
            let minutes = Int(LoginThrottle.windowSeconds / 60)
            var response = try await page(
                LoginModel(
                    company: company, login: form["login"], next: form["next"], action: action,
                    state: isThrottled ? .throttled(minutes: minutes) : .failed),
                status: isThrottled ? .tooManyRequests : .unprocessableContent)
            if isThrottled { response.headers[.retryAfter] = String(minutes * 60) }
            return response
        }
    }

    private var action: String { LoginAddress.path(company: codeInAddress, next: "") }

    private var state: LoginModel.State {
        switch visit.cookie(.done) {
        case "logged-out": .loggedOut
        case "password-set": .passwordSet
        default: visit.cookie(.session) != nil && visit.query("next") != nil ? .sessionEnded : .fresh
        }
    }

    /// The page does not depend on whether the company exists: neither name nor brand is told.
    private func page(_ model: LoginModel, status: HTTPResponse.Status = .ok) async throws -> Response {
        var response = visit.render(LoginView(model), status: status)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }
}
