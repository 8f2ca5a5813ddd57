import Administration
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Ports

/// Around every request: refusals become pages, the unforeseen becomes "internal" with a reference number,
/// and every response carries the security headers.
struct Safeguard: RouterMiddleware {
    let console: Console

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = await answer(to: error, request, context)
        }
        harden(&response)
        if BodyReader.isBeyondDraining(request) { close(context, after: &response) }
        return response
    }

    /// The rest of the body is not read: gives the answer a moment on its way, then ends the connection.
    private func close(_ context: ConsoleContext, after response: inout Response) {
        response.headers[.connection] = "close"
        context.channel?.eventLoop.scheduleTask(in: .milliseconds(500)) {
            context.channel?.close(mode: .all, promise: nil)
        }
    }

    private func answer(to error: any Error, _ request: Request, _ context: ConsoleContext) async -> Response {
        switch error {
        case let refusal as Refusal: await page(for: refusal, request, context)
        case let error as HTTPError where error.status == .notFound:
            await page(for: .notFound, request, context)
        case let error as HTTPError where error.status.code < 500:
            await page(for: .notUnderstood, request, context)
        case let error as AdministrationError where error == .loginThrottled:
            await page(
                for: .throttled(minutes: Int(LoginThrottle.windowSeconds / 60)), request, context)
        // Too many passwords are being computed: "not now", and no failed login is counted.
        case StoreError.unavailable, PasswordHasherError.busy:
            await failure(error, .serviceUnavailable, request, context)
        default: await failure(error, .internalServerError, request, context)
        }
    }

    private func page(for refusal: Refusal, _ request: Request, _ context: ConsoleContext) async -> Response {
        switch refusal {
        case .signInFirst(let company, let next):
            return .redirect(to: LoginAddress.path(company: company, next: next))
        case .notFound: return await console.problem(.notFound, .notFound, request, context)
        case .forbidden(let permission):
            return await console.problem(.forbidden(permission), .forbidden, request, context)
        case .formTooOld: return await console.problem(.formTooOld, .forbidden, request, context)
        case .conflict: return await console.problem(.conflict, .conflict, request, context)
        case .tooLarge(let limit, let closing):
            var response = await console.problem(.tooLarge(limitBytes: limit), .contentTooLarge, request, context)
            if closing { close(context, after: &response) }
            return response
        case .throttled(let minutes):
            var response = await console.problem(
                .throttled(minutes: minutes), .tooManyRequests, request, context)
            response.headers[.retryAfter] = String(minutes * 60)
            return response
        case .notUnderstood: return await console.problem(.notUnderstood, .badRequest, request, context)
        case .linkNotValid: return await console.problem(.linkNotValid, .notFound, request, context)
        }
    }

    private func failure(
        _ error: any Error, _ status: HTTPResponse.Status, _ request: Request, _ context: ConsoleContext
    ) async -> Response {
        let reference = String(UUID().uuidString.lowercased().prefix(8))
        console.logger.error(
            "A console request failed for a reason of ours",
            metadata: [
                "reference": "\(reference)", "error": "\(error)", "method": "\(request.method)",
                "status": "\(status.code)",
            ])
        let model: ProblemModel =
            status == .serviceUnavailable ? .unavailable(reference: reference) : .failure(reference: reference)
        var response = await console.problem(model, status, request, context)
        if status == .serviceUnavailable { response.headers[.retryAfter] = "30" }
        return response
    }

    private func harden(_ response: inout Response) {
        let policy =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
        response.headers[.contentSecurityPolicy] = policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        response.headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=()"
        response.headers[.xFrameOptions] = "DENY"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if console.configuration.isSecure {
            response.headers[.strictTransportSecurity] = "max-age=31536000"
        }
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .via
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .via
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy") ?? .via
    static let xFrameOptions = HTTPField.Name("X-Frame-Options") ?? .via
}
