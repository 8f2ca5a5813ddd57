import Administration
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// `/_setup/{token}`: the company, then the recovery sheet, on one address; the link says which is due.
struct SetUpScreen {
    let visit: Visit

    private var token: String { visit.context.parameters.get("token") ?? "" }
    private var action: String { "/_setup/\(token)" }
    private var setUp: SetUp { SetUp(visit.installation) }

    func show() async throws -> Response {
        switch try await setUp.stage(of: token) {
        case nil: throw Refusal.linkNotValid
        case .company:
            return visit.render(
                SetUpView(
                    model(
                        .init(
                            code: "", name: "", language: visit.language, timeZone: "Asia/Tokyo",
                            brand: Brand.smartMobileSafetyManager.key), login: "", problem: nil)))
        case .recoverySheet: return try await sheet(isConfirmationMissing: false, status: .ok)
        }
    }

    func submit() async throws -> Response {
        let bytes = try await BodyReader.form.read(visit.request)
        let form = try FormData(bytes, contentType: visit.request.headers[.contentType])
        switch try await setUp.stage(of: token) {
        case nil: throw Refusal.linkNotValid
        case .company: return try await createCompany(form)
        case .recoverySheet:
            guard form["stored"] == "yes" else {
                return try await sheet(isConfirmationMissing: true, status: .unprocessableContent)
            }
            try await setUp.confirmRecoverySheet(token: token)
            let code = try await FindCompany(visit.installation).all().first?.code.description ?? ""
            return .redirect(to: "/\(code)")
        }
    }

    private func createCompany(_ form: FormData) async throws -> Response {
        let proposal = CreateCompany.Proposal(
            code: form["code"].trimmingCharacters(in: .whitespaces), name: form["name"],
            language: Language(rawValue: form["language"]) ?? visit.language, timeZone: form["time_zone"],
            brand: form["brand"])
        do {
            _ = try await setUp.createCompany(
                token: token, proposal, login: form["login"], password: Secret(form["new"]),
                again: Secret(form["again"]))
            return .redirect(to: action)
        } catch let error as AdministrationError {
            guard error != .linkNotValid else { throw Refusal.linkNotValid }
            return visit.render(
                SetUpView(model(proposal, login: form["login"], problem: error)), status: .unprocessableContent)
        }
    }

    private func model(_ proposal: CreateCompany.Proposal, login: String, problem: AdministrationError?) -> SetUpModel {
        SetUpModel(
            action: action, code: proposal.code, name: proposal.name, language: proposal.language,
            timeZone: proposal.timeZone, brand: proposal.brand, login: login,
            timeZones: TimeZone.knownTimeZoneIdentifiers.sorted(), brands: Brand.all,
            problem: problem.map { Message(.refusal, Problem($0), visit.language) },
            wrongFields: problem.map(Self.fields) ?? [])
    }

    private static func fields(of error: AdministrationError) -> Set<String> {
        switch error {
        case .invalidCompanyCode, .companyCodeTaken: ["code"]
        case .invalidCompanyName: ["name"]
        case .unknownTimeZone: ["time_zone"]
        case .unknownBrand: ["brand"]
        case .invalidLogin, .loginTaken: ["login"]
        case .passwordTooShort, .passwordTooLong, .passwordTooCommon: ["new"]
        case .passwordsDiffer: ["again"]
        default: []
        }
    }

    private func sheet(isConfirmationMissing: Bool, status: HTTPResponse.Status) async throws -> Response {
        visit.render(
            RecoverySheetView(
                RecoverySheetModel(
                    action: action, groups: try visit.configuration.recoverySheet().reveal(),
                    installationID: visit.configuration.installationName, createdAt: visit.installation.now,
                    isConfirmationMissing: isConfirmationMissing)), status: status,
            company: try await FindCompany(visit.installation).all().first)
    }
}
