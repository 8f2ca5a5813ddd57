import Administration
import AutomatedEnrollment
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// …/edit: public key, Apple Business Manager, token.
struct TokenEditScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }

    func show() async throws -> Response { page(try await model()) }

    /// The public key as a file. A refusal is shown on the page, where its reason and remedy stand.
    func download(new: Bool) async throws -> Response {
        do {
            let file = try await RequestToken(signedIn.installation)(
                new: new, by: signedIn.actor, in: signedIn.company)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/x-pem-file",
                    .contentDisposition: "attachment; filename=\"\(file.name)\"",
                ], body: .init(byteBuffer: .init(string: file.text)))
        } catch let error as TokenError {
            var model = try await model()
            model.downloadProblem = message(Problem(error, timeZone: signedIn.company.timeZone))
            return page(model, status: error.status)
        }
    }

    func save(_ form: FormData) async throws -> Response {
        guard let version = Int(form["version"]) else { throw Refusal.notUnderstood }
        let file = form.files["token"]
        do {
            let outcome = try await RegisterToken(signedIn.installation)(
                file?.bytes, version: version, by: signedIn.actor, in: signedIn.company)
            return signedIn.done("token-\(outcome.rawValue)", at: signedIn.path(RouteTable.tokenPath))
        } catch let refusal as TokenRefusal {
            var model = try await model()
            let requests = try await ShowToken(signedIn.installation)(in: signedIn.scope).requests
            model.refusal = message(Problem(refusal, timeZone: signedIn.company.timeZone, requests: requests))
            model.fileName = file?.name
            var status = HTTPResponse.Status.unprocessableContent
            if case .tooLarge = refusal { status = .contentTooLarge }
            return page(model, status: status)
        } catch let error as TokenError {
            var model = try await model()
            model.refusal = message(Problem(error, timeZone: signedIn.company.timeZone))
            return page(model, status: error.status)
        }
    }

    private func model() async throws -> TokenEditModel {
        let overview = try await ShowToken(signedIn.installation)(in: signedIn.scope)
        return TokenEditModel(
            token: TokenModel.Face(overview), version: overview.details.version,
            managerURL: visit.configuration.managerURL,
            pendingSince: overview.requests.first { $0.isPending }?.createdAt, downloadProblem: nil, refusal: nil,
            fileName: nil)
    }

    private func message(_ problem: Problem) -> Message { Message(.refusal, problem, visit.language) }

    private func page(_ model: TokenEditModel, status: HTTPResponse.Status = .ok) -> Response {
        visit.render(TokenEditView(model), status: status, section: .settings)
    }
}
