import Administration
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Problems
import UseCases
import WebConsole

/// `/enroll/…`: what a person opens on the device, and the profile that is downloaded there.
struct EnrollmentPages: Sendable {
    let routes: DeviceRoutes
    private var installation: Installation { routes.installation }

    func add(to router: Router<DeviceContext>) {
        router.get("enroll") { request, context in
            page(.code(companyCode: "", problem: nil), for: nil, request)
        }
        router.post("enroll") { try await enter($0, $1) }
        router.post("enroll/ade/:secret") { try await automated($0, $1) }
        router.get("enroll/:token") { try await show($0, $1) }
        router.get("enroll/:token/profile") { try await profile($0, $1) }
        router.get("_assets/:name") { _, context in
            guard let asset = DevicePages.asset(named: context.parameters.get("name") ?? "") else {
                return DeviceAnswer.notAccepted.response
            }
            return Response(
                status: .ok,
                headers: [
                    .contentType: asset.contentType, .cacheControl: "public, max-age=300",
                    .xContentTypeOptions: "nosniff",
                ], body: .init(byteBuffer: .init(bytes: asset.bytes)))
        }
    }

    private func show(_ request: Request, _ context: DeviceContext) async throws -> Response {
        let token = context.parameters.get("token") ?? ""
        do {
            let opened = try await OpenInvitation(installation).show(token: token)
            return page(
                .invitation(
                    companyName: opened.company.name, inviteeName: opened.inviteeName,
                    profilePath: "/enroll/\(token)/profile", expiresAt: opened.invitation.expiresAt),
                for: opened.company, request)
        } catch let error as EnrollmentError {
            return refused(error, request)
        }
    }

    private func profile(_ request: Request, _ context: DeviceContext) async throws -> Response {
        do {
            let profile = try await OpenInvitation(installation).profile(
                token: context.parameters.get("token") ?? "")
            var headers = Self.headers(type: "application/x-apple-aspen-config")
            headers[.contentDisposition] = "attachment; filename=\"kizuna.mobileconfig\""
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: .init(bytes: profile)))
        } catch let error as EnrollmentError {
            return refused(error, request)
        }
    }

    /// A device in Setup Assistant: MachineInfo in a signed message, answered by the profile. What is refused is 400,
    /// as everywhere for a device; one that is not managed yet shows that it could not get its configuration.
    private func automated(_ request: Request, _ context: DeviceContext) async throws -> Response {
        let body = try await routes.body(of: request, limit: 65_536).bytes
        do {
            let profile = try await EnrollByADE(installation)(
                secret: context.parameters.get("secret") ?? "", body: body)
            return Response(
                status: .ok, headers: Self.headers(type: "application/x-apple-aspen-config"),
                body: .init(byteBuffer: .init(bytes: profile)))
        } catch let refusal as EnrollByADE.Refusal {
            routes.logger.notice(
                "A device may not enroll by itself", metadata: ["reason": "\(refusal.rawValue)"])
            let status: HTTPResponse.Status = refusal == .unknownAddress ? .notFound : .badRequest
            return Response(status: status, headers: Self.headers(type: "text/plain"))
        } catch is EnrollmentError {
            return DeviceAnswer.notNow.response
        }
    }

    /// Company code and 認証コード; the profile comes from the same address as with a link.
    private func enter(_ request: Request, _ context: DeviceContext) async throws -> Response {
        let fields = Self.fields(try await routes.body(of: request, limit: 4_096).bytes)
        let companyCode = String((fields["company"] ?? "").prefix(64))
        do {
            let token = try await OpenInvitation(installation).exchange(
                companyCode: companyCode, code: String((fields["code"] ?? "").prefix(64)),
                from: context.peerAddress)
            return Response(
                status: .seeOther, headers: [.location: "/enroll/\(token.reveal())", .cacheControl: "no-store"])
        } catch let error as EnrollmentError {
            let status: HTTPResponse.Status = error == .tooManyAttempts ? .tooManyRequests : .unprocessableContent
            return page(
                .code(companyCode: companyCode, problem: Problem(error, timeZone: .gmt)), for: nil, request,
                status: status)
        }
    }

    private func refused(_ error: EnrollmentError, _ request: Request) -> Response {
        let status: HTTPResponse.Status =
            switch error {
            case .noSuchInvitation: .notFound
            case .tooManyOpenProfiles: .tooManyRequests
            case .invitationNotOpen: .gone
            default: .conflict
            }
        return page(.problem(Problem(error, timeZone: .gmt)), for: nil, request, status: status)
    }

    private func page(
        _ content: DevicePages.Content, for company: Company?, _ request: Request, status: HTTPResponse.Status = .ok
    ) -> Response {
        let language = DevicePages.language(
            wish: request.uri.queryParameters.get("lang"), acceptLanguage: request.headers[.acceptLanguage])
        let pages = DevicePages(
            language: language, company: company, now: installation.now, isLab: routes.configuration.isLab,
            version: routes.configuration.version, path: request.uri.path)
        return Response(
            status: status, headers: Self.headers(type: "text/html; charset=utf-8"),
            body: .init(byteBuffer: .init(string: pages.html(content))))
    }

    private static func headers(type: String) -> HTTPFields {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
        // The address holds the invitation's token.
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "no-referrer" }
        return headers
    }

    /// `application/x-www-form-urlencoded`, of two short fields.
    private static func fields(_ body: [UInt8]) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&").prefix(8) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, parts.count == 2 else { continue }
            fields[String(name)] = parts[1].replacing("+", with: " ").removingPercentEncoding ?? ""
        }
        return fields
    }
}
