import Administration
import AutomatedEnrollment
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// 設定 → サービス環境設定 → ADEトークン → 対象機器, プロファイル
extension RouteTable {
    mutating func addTokenDevices() {
        let base = Self.tokenPath
        page("\(base)/devices", requires: .viewDevices) { try await TokenDevicesScreen($0).show() }
        form("\(base)/devices/fetch", requires: .enrollDevices) { signedIn, _ in
            try await TokenDevicesScreen(signedIn).fetch()
        }
        form("\(base)/devices/assign", requires: .manageCertificate) { try await TokenDevicesScreen($0).assign($1) }
        page("\(base)/profile", requires: .manageCertificate) { try await SetupProfileScreen($0).show() }
        form("\(base)/profile", requires: .manageCertificate) { try await SetupProfileScreen($0).save($1) }
    }
}

struct TokenDevicesScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var path: String { signedIn.path("\(RouteTable.tokenPath)/devices") }

    func show(problem: Problem? = nil) async throws -> Response {
        let visit = signedIn.visit
        let c = visit.viewContext(section: .settings)
        let overview = try await ShowToken(signedIn.installation)(in: signedIn.scope)
        let page = try await ListTokenDevices(signedIn.installation)(
            after: visit.query("after").map { String($0.prefix(64)) }, in: signedIn.scope)
        let done: Message? =
            switch visit.cookie(.done) {
            case "token-fetched": Message(.done, c(TokenDeviceWords.fetched))
            case "token-assigned": Message(.done, c(TokenDeviceWords.assigned))
            case "profile-defined": Message(.done, c(TokenDeviceWords.defined))
            default: nil
            }
        let model = TokenDevicesModel(
            devices: page.devices, next: page.hasMore ? page.devices.last?.device.serialNumber : nil,
            profileUUID: overview.profile?.uuid, hasToken: overview.active != nil,
            lastFetchAt: overview.fetch?.succeededAt,
            message: problem.map { Message(.refusal, $0, c.language) } ?? done
                ?? TokenScreen.trouble(overview, signedIn.company, c))
        var response = visit.render(
            TokenDevicesView(model), status: problem == nil ? .ok : .unprocessableContent, section: .settings)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func fetch() async throws -> Response {
        try await act(done: "token-fetched") {
            if let problem = try await FetchDevices(signedIn.installation)(in: signedIn.company) { throw problem }
        }
    }

    func assign(_ form: FormData) async throws -> Response {
        let serial = String(form["serial"].prefix(64))
        return try await act(done: "token-assigned") {
            try await AssignProfile(signedIn.installation)([serial], by: signedIn.actor, in: signedIn.company)
        }
    }

    private func act(done: String, _ work: () async throws -> Void) async throws -> Response {
        do {
            try await work()
            return signedIn.done(done, at: path)
        } catch let problem as ServiceProblem {
            return try await show(problem: Problem(problem, timeZone: signedIn.company.timeZone))
        } catch let error as TokenError {
            return try await show(problem: Problem(error, timeZone: signedIn.company.timeZone))
        }
    }
}

struct SetupProfileScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    func show() async throws -> Response {
        let profile = try await ShowToken(signedIn.installation)(in: signedIn.scope).profile
        let standard = SetupSettings(
            name: signedIn.company.name, skippedItems: ["AppleID", "Diagnostics", "Payment", "ScreenTime", "Siri"])
        return page(SetupProfileModel(settings: profile?.settings ?? standard, isDefined: profile != nil))
    }

    func save(_ form: FormData) async throws -> Response {
        let settings = SetupSettings(
            name: form["name"], isMandatory: form["mandatory"] == "yes", isRemovable: form["removable"] == "yes",
            skippedItems: SetupSettings.items.filter { form["skip_\($0)"] == "yes" }, department: form["department"],
            supportPhoneNumber: form["phone"])
        let zone = signedIn.company.timeZone
        do {
            try await DefineProfile(signedIn.installation)(settings, by: signedIn.actor, in: signedIn.company)
            return signedIn.done("profile-defined", at: signedIn.path("\(RouteTable.tokenPath)/devices"))
        } catch let problem as ServiceProblem {
            return refused(settings, Problem(problem, timeZone: zone))
        } catch let error as TokenError {
            return refused(settings, Problem(error, timeZone: zone))
        } catch let problem as SetupSettings.Problem {
            return refused(settings, Problem(problem))
        } catch let error as EnrollmentError {
            return refused(settings, Problem(error, timeZone: zone))
        }
    }

    private func refused(_ settings: SetupSettings, _ problem: Problem) -> Response {
        page(
            SetupProfileModel(
                settings: settings, isDefined: true, problem: Message(.refusal, problem, signedIn.visit.language)),
            status: .unprocessableContent)
    }

    private func page(_ model: SetupProfileModel, status: HTTPResponse.Status = .ok) -> Response {
        signedIn.visit.render(SetupProfileView(model), status: status, section: .settings)
    }
}

extension TokenScreen {
    /// What Apple said at the last attempt; nil when all went well.
    static func trouble(_ overview: TokenOverview, _ company: Company, _ c: ViewContext) -> Message? {
        guard overview.active != nil, let code = overview.fetch?.problem, !code.isEmpty else { return nil }
        return Message(.warning, Problem(storedServiceProblem: code), c.language)
    }
}
