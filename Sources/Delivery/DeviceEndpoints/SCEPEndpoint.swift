import Administration
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import SCEP
import UseCases

/// `/scep/{company}`: GetCACaps, GetCACert, PKIOperation by POST and GET (RFC 8894 §4).
struct SCEPEndpoint: Sendable {
    let routes: DeviceRoutes

    func answer(_ request: Request, _ context: DeviceContext) async throws -> DeviceAnswer {
        let scope = try DeviceRoutes.scope(context)
        let issue = IssueIdentity(routes.installation)
        switch request.uri.queryParameters.get("operation") {
        case "GetCACaps": return .content(Array(SCEPCapabilities.text.utf8), type: "text/plain")
        case "GetCACert":
            guard let certificate = try await issue.authorityCertificate(in: scope) else {
                throw DeviceRefusal.unreadable("no authority")
            }
            return .content(certificate, type: "application/x-x509-ca-cert")
        case "PKIOperation":
            let message = try await message(request)
            try routes.applicants.take()
            defer { routes.applicants.leave() }
            do {
                return .content(try await issue(message, in: scope), type: "application/x-pki-message")
            } catch SCEPError.notUnderstood {
                throw DeviceRefusal.unreadable("pkiMessage")
            }
        default: throw DeviceRefusal.unreadable("operation")
        }
    }

    private func message(_ request: Request) async throws -> [UInt8] {
        if request.method == .post { return try await routes.body(of: request, limit: SCEPRequest.largest).bytes }
        let text = request.uri.queryParameters.get("message") ?? ""
        guard text.utf8.count <= SCEPQuery.longest else { throw BodyTooLarge() }
        guard let bytes = SCEPQuery.decode(message: text) else { throw DeviceRefusal.unreadable("message") }
        return bytes
    }
}
