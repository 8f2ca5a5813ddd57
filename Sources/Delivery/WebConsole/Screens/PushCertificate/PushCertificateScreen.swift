import Administration
import Foundation
import HTTPTypes
import Hummingbird
import Ports
import Problems
import PushCertificates
import UseCases

/// 設定 → サービス環境設定 → Apple Push 証明書
extension RouteTable {
    static let pushCertificatePath = "settings/service/push-certificate"

    mutating func addPushCertificate() {
        let base = Self.pushCertificatePath
        page(base, requires: .viewCertificate) { try await PushCertificateScreen($0).show() }
        page("\(base)/delete", requires: .manageCertificate) { try await PushCertificateScreen($0).askToDelete() }
        form("\(base)/delete", requires: .manageCertificate) { try await PushCertificateScreen($0).delete($1) }
        form("\(base)/restore", requires: .manageCertificate) { try await PushCertificateScreen($0).restore($1) }
        page("\(base)/edit", requires: .manageCertificate) { try await PushCertificateEditScreen($0).show() }
        form("\(base)/edit", requires: .manageCertificate, body: .upload) {
            try await PushCertificateEditScreen($0).save($1)
        }
        form("\(base)/request", requires: .manageCertificate) { signedIn, _ in
            try await PushCertificateEditScreen(signedIn).download(new: false)
        }
        form("\(base)/request/new", requires: .manageCertificate) { signedIn, _ in
            try await PushCertificateEditScreen(signedIn).download(new: true)
        }
    }
}

struct PushCertificateScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }
    private var path: String { signedIn.path(RouteTable.pushCertificatePath) }

    func show(problem: Problem? = nil, status: HTTPResponse.Status = .ok) async throws -> Response {
        let context = visit.viewContext(section: .settings)
        let message =
            problem.map { Message(.refusal, $0, context.language) }
            ?? visit.cookie(.done).flatMap { Self.message(for: $0, context) }
        var response = visit.render(
            PushCertificateView(try await model(message: message)), status: status, section: .settings)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func askToDelete() async throws -> Response {
        let page = try await model(message: nil)
        guard page.certificate != nil else { return .redirect(to: path) }
        return visit.render(
            PushCertificateDeleteView(PushCertificateDeleteModel(page: page, deviceCount: page.census.onTopic)),
            section: .settings)
    }

    func delete(_ form: FormData) async throws -> Response {
        try await act(form, done: "deleted") { version in
            try await DeletePushCertificate(signedIn.installation)(
                version: version, by: signedIn.actor, in: signedIn.company)
        }
    }

    func restore(_ form: FormData) async throws -> Response {
        try await act(form, done: "restored") { version in
            try await RestorePushCertificate(signedIn.installation)(
                version: version, by: signedIn.actor, in: signedIn.company)
        }
    }

    private func act(_ form: FormData, done: String, _ action: (Int) async throws -> Void) async throws -> Response {
        guard let version = Int(form["version"]) else { throw Refusal.notUnderstood }
        do {
            try await action(version)
        } catch let error as PushCertificateError {
            return try await show(
                problem: Problem(error, timeZone: signedIn.company.timeZone),
                status: error.isConflict ? .conflict : .unprocessableContent)
        }
        return signedIn.done(done, at: path)
    }

    private func model(message: Message?) async throws -> PushCertificateModel {
        let now = signedIn.installation.now
        let overview = try await ShowPushCertificate(signedIn.installation)(in: signedIn.scope)
        let faces = CertificateFaces(overview, now: now)
        let mayManage = signedIn.principal.user.role.permits(.manageCertificate)
        return PushCertificateModel(
            certificate: faces.certificate, deleted: faces.deleted, appleID: overview.details.appleID,
            notes: overview.details.notes, version: overview.details.version, census: faces.census,
            message: message, history: overview.history.map { .init($0, now: now) },
            requests: mayManage ? overview.requests.map { .init($0, in: overview) } : [],
            vendor: overview.vendor.map { .init(subject: $0.subject, notAfter: $0.notAfter) },
            wire: overview.active == nil ? nil : try await wire(now: now))
    }

    /// What APNs is shown, beside what is stored.
    private func wire(now: Date) async throws -> WireModel {
        let known = try await ProbePushCertificate(signedIn.installation).wire(in: signedIn.scope)
        return WireModel(
            wire: known.wire.map {
                .init(
                    serialNumber: $0.serialNumber, notAfter: $0.notAfter, since: $0.since,
                    isRegistered: $0.fingerprint == known.active?.fingerprint)
            },
            probe: known.probe.flatMap { probe in
                guard probe.fingerprint == known.active?.fingerprint.description else { return nil }
                return .init(
                    at: probe.at, outcome: .init(probe),
                    isOutlived: known.active.map { $0.notAfter <= now && probe.at < $0.notAfter } ?? false)
            })
    }

    private static func message(for key: String, _ context: ViewContext) -> Message? {
        switch key {
        case "registered": PushCertificateMessages.registered(context)
        case "changed": PushCertificateMessages.changed(context)
        case "deleted": PushCertificateMessages.deleted(context)
        case "restored": PushCertificateMessages.restored(context)
        case "notes-saved": PushCertificateMessages.notesSaved(context)
        default: nil
        }
    }
}

extension SignedIn {
    /// 303 to a page that says once what was done.
    func done(_ key: String, at path: String) -> Response {
        var response = Response.redirect(to: path)
        response.set(.done, to: key, visit.configuration)
        return response
    }
}

extension PushCertificateError {
    var isConflict: Bool {
        if case .changedMeanwhile = self { true } else { false }
    }
}

extension PushCertificateModel.HistoryRow {
    init(_ registered: RegisteredCertificate, now: Date) {
        let state: State =
            switch registered.state {
            case .active: registered.certificate.notAfter <= now ? .expired : .active
            case .retired(let at): .retired(at)
            case .deleted(let at, _): .deleted(at)
            }
        self.init(
            registeredAt: registered.registeredAt, notAfter: registered.certificate.notAfter,
            serialNumber: registered.certificate.serialNumber, topic: registered.certificate.topic.description,
            registeredBy: registered.registeredBy, state: state)
    }
}

extension PushCertificateModel.RequestRow {
    init(_ request: PushRequest, in overview: PushOverview) {
        let isUsed = overview.history.contains { $0.requestID == request.id }
        let isInUse = [overview.active, overview.restorable].contains { $0?.requestID == request.id }
        self.init(
            createdAt: request.createdAt, createdBy: request.createdBy, fingerprint: request.publicKey.short,
            state: request.isPending ? .offered : isUsed ? .used : .kept,
            keptUntil: isInUse ? nil : Self.keptUntil(request, in: overview.history))
    }

    /// 400 days from the request's creation or from the end of its certificate, whichever is later; a deleted
    /// certificate ends when it can no longer be restored.
    private static func keptUntil(_ request: PushRequest, in history: [RegisteredCertificate]) -> Date {
        let ends = history.filter { $0.requestID == request.id }.compactMap { certificate -> Date? in
            switch certificate.state {
            case .active: nil
            case .retired(let at): at
            case .deleted: certificate.restorableUntil
            }
        }
        let last = ends.reduce(request.createdAt, max)
        return last.addingTimeInterval(TimeInterval(PushRequest.retentionDays) * 86_400)
    }
}

extension WireModel.Probe.Outcome {
    init(_ probe: StoredPushProbe) {
        switch probe.outcome {
        case "accepted": self = .accepted
        case "refused":
            let parts = probe.detail.split(separator: " ", maxSplits: 1)
            self = .refused(status: parts.first.flatMap { Int($0) } ?? 0, reason: parts.last.map(String.init) ?? "")
        default: self = .trouble(probe.detail)
        }
    }
}
