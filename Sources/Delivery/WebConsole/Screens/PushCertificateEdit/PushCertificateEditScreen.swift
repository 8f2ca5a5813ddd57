import Administration
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import PushCertificates
import UseCases

/// …/edit: request, portal, upload.
struct PushCertificateEditScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }
    private var viewPath: String { signedIn.path(RouteTable.pushCertificatePath) }

    func show() async throws -> Response { page(try await model(typed: nil)) }

    /// The request as a file. A refusal is shown on the page, where its reason and remedy stand.
    func download(new: Bool) async throws -> Response {
        do {
            let file = try await RequestPushCertificate(signedIn.installation)(
                new: new, by: signedIn.actor, in: signedIn.company)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/octet-stream",
                    .contentDisposition: "attachment; filename=\"\(file.name)\"",
                ], body: .init(byteBuffer: .init(string: file.text)))
        } catch let problem as VendorSigningProblem {
            var model = try await model(typed: nil)
            model.downloadProblem = message(Problem(problem, timeZone: signedIn.company.timeZone))
            return page(model, status: .unprocessableContent)
        } catch let error as PushCertificateError {
            var model = try await model(typed: nil)
            model.downloadProblem = message(Problem(error, timeZone: signedIn.company.timeZone))
            return page(model, status: .unprocessableContent)
        }
    }

    func save(_ form: FormData) async throws -> Response {
        guard let version = Int(form["version"]) else { throw Refusal.notUnderstood }
        let file = form.files["certificate"]
        do {
            let outcome = try await RegisterPushCertificate(signedIn.installation)(
                .init(
                    file: file?.bytes, appleID: form["apple_id"], notes: form["notes"], version: version,
                    confirmsTopic: form["confirm_topic"] == "yes"), by: signedIn.actor, in: signedIn.company)
            return signedIn.done(outcome.key, at: viewPath)
        } catch let refusal as UploadRefusal {
            return try await refused(refusal, form)
        } catch let error as PushCertificateError {
            return try await refused(error, form)
        }
    }

    private func refused(_ refusal: UploadRefusal, _ form: FormData) async throws -> Response {
        let overview = try await ShowPushCertificate(signedIn.installation)(in: signedIn.scope)
        let name = form.files["certificate"]?.name ?? ""
        var model = try await model(typed: form)
        model.refusal = message(
            Problem(
                refusal,
                facts: UploadFacts(
                    timeZone: signedIn.company.timeZone, devicesOnRegisteredTopic: overview.devicesOnTopic,
                    devicesInAll: overview.devices, registeredAppleID: overview.details.appleID,
                    notes: overview.details.notes, fileName: name)))
        model.fileName = name
        if case .topicDiffers(let registered, let offered) = refusal {
            model.comparison = .init(
                registered: registered.description, offered: offered.description,
                deviceCount: overview.devicesOnTopic)
        }
        var status = HTTPResponse.Status.unprocessableContent
        if case .tooLarge = refusal { status = .contentTooLarge }
        return page(model, status: status)
    }

    private func refused(_ error: PushCertificateError, _ form: FormData) async throws -> Response {
        var model = try await model(typed: form)
        switch error {
        case .changedMeanwhile(let login, let instant):
            model.conflict = .init(changedBy: login, changedAt: instant)
            return page(model, status: .conflict)
        case .topicNeedsConfirmation:
            model.isTopicConfirmationMissing = true
            fallthrough
        default:
            model.refusal = message(Problem(error, timeZone: signedIn.company.timeZone))
            return page(model, status: .unprocessableContent)
        }
    }

    /// - Parameter typed: what the person had entered; nil shows what is stored.
    private func model(typed: FormData?) async throws -> PushCertificateEditModel {
        let overview = try await ShowPushCertificate(signedIn.installation)(in: signedIn.scope)
        let faces = CertificateFaces(overview, now: signedIn.installation.now)
        let problem = try await downloadProblem(overview)
        return PushCertificateEditModel(
            certificate: faces.certificate,
            deletedTopic: overview.restorable.flatMap { restorable in
                overview.devicesOnTopic == 0
                    ? nil
                    : .init(
                        topic: restorable.certificate.topic.description, deviceCount: overview.devicesOnTopic,
                        restorableUntil: restorable.restorableUntil)
            }, isTopicConfirmationMissing: false, appleID: typed?["apple_id"] ?? overview.details.appleID,
            notes: typed?["notes"] ?? overview.details.notes, version: overview.details.version,
            portalURL: visit.configuration.portalURL, downloadProblem: problem.map(message),
            pendingSince: overview.requests.first { $0.isPending }?.createdAt, refusal: nil, comparison: nil,
            fileName: nil, conflict: nil)
    }

    /// A pending request that was signed elsewhere needs no vendor certificate here.
    private func downloadProblem(_ overview: PushOverview) async throws -> Problem? {
        if let pending = overview.requests.first(where: { $0.isPending }), pending.signedElsewhere != nil { return nil }
        return try await VendorSigning(signedIn.installation).problem().map {
            Problem($0, timeZone: signedIn.company.timeZone)
        }
    }

    private func message(_ problem: Problem) -> Message { Message(.refusal, problem, visit.language) }

    private func page(_ model: PushCertificateEditModel, status: HTTPResponse.Status = .ok) -> Response {
        visit.render(PushCertificateEditView(model), status: status, section: .settings)
    }
}

extension RegisterPushCertificate.Outcome {
    var key: String {
        switch self {
        case .registered: "registered"
        case .changed: "changed"
        case .notesSaved: "notes-saved"
        }
    }
}
