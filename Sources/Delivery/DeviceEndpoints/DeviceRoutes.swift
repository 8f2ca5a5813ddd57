import Administration
import CMS
import Enrollments
import HTTPTypes
public import Hummingbird
public import Logging
import MDMProtocol
import Measurements
import NIOCore
import NIOHTTP1
import Ports
import PushCertificates
public import UseCases

/// Everything that a device calls, and the pages that a person opens on it.
public struct DeviceRoutes: Sendable {
    let installation: Installation
    let configuration: DeviceConfiguration
    let logger: Logger
    let proof: DeviceProof
    private let poll: RememberedPoll
    let unproven = UnprovenBodies()
    let seats = Seats()
    /// For those whose certificate has to be looked for first, and may be nobody's.
    let doorstep = Seats(Seats.doorstep)
    /// For those who ask for a certificate, with a challenge that may be made up.
    let applicants = Seats(Seats.doorstep)

    public init(_ installation: Installation, _ configuration: DeviceConfiguration, logger: Logger) {
        self.installation = installation
        self.configuration = configuration
        self.logger = logger
        proof = DeviceProof(
            configuration: configuration, connections: ProvenConnections(), signatures: DeviceSignatureVerifier())
        poll = RememberedPoll(installation, proof)
    }

    public func router() -> Router<DeviceContext> {
        let router = Router(context: DeviceContext.self)
        router.middlewares.add(AnswerEverything(telemetry: installation.telemetry, logger: logger))
        let server = ServerURL(routes: self)
        router.put("mdm/:company/checkin") { try await server.answer($0, $1, atCheckInAddress: true).response }
        router.put("mdm/:company/connect") { try await server.answer($0, $1).response }
        let scep = SCEPEndpoint(routes: self)
        router.get("scep/:company") { try await scep.answer($0, $1).response }
        router.post("scep/:company") { try await scep.answer($0, $1).response }
        EnrollmentPages(routes: self).add(to: router)
        return router
    }

    /// For one connection.
    public func shortcut() -> PollShortcut { PollShortcut(poll) }

    /// For the header `Date`, made once a second.
    public var date: String? { poll.headers().first(name: "date") }

    /// The company of the address. It need not exist: then no certificate is found under it.
    static func scope(_ context: DeviceContext) throws -> CompanyScope {
        let id = context.parameters.get("company") ?? ""
        guard id.utf8.count == 32, id.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            throw DeviceRefusal.unreadable("address")
        }
        return CompanyScope(CompanyID(stored: id))
    }

    /// The raw bytes, before any decoding. Keep `place` until it is known whose they are.
    ///
    /// - Throws: ``BodyTooLarge``, ``UnprovenBodies/NoRoom``.
    func body(of request: Request, limit: Int) async throws -> (bytes: [UInt8], place: UnprovenBodies.Place) {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw BodyTooLarge() }
        let place = UnprovenBodies.Place(unproven)
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= limit else { throw BodyTooLarge() }
            try place.hold(bytes.count + buffer.readableBytes)
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return (bytes, place)
    }
}

struct BodyTooLarge: Error {}

/// Around every request of the listener: whatever goes wrong becomes an answer that no device takes for an
/// order to leave. Paths that no router knows are answered 400.
struct AnswerEverything: RouterMiddleware {
    let telemetry: Telemetry
    let logger: Logger

    func handle(
        _ request: Request, context: DeviceContext, next: (Request, DeviceContext) async throws -> Response
    ) async throws -> Response {
        let response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error).response
        }
        telemetry.answers.add(String(response.status.code))
        return response
    }

    private func answer(to error: any Error) -> DeviceAnswer {
        switch error {
        case let refusal as DeviceRefusal:
            telemetry.refusals.add(refusal.counted)
            logger.info("A device was not accepted", metadata: ["reason": "\(refusal.caseName)"])
            return .notAccepted
        case is BodyTooLarge: return .tooLarge
        case is UnprovenBodies.NoRoom, is Seats.Taken: return .notNow
        case let error as HTTPError where error.status == .contentTooLarge: return .tooLarge
        case let error as HTTPError where error.status.code < 500: return .notAccepted
        default:
            logger.error("A device request failed for a reason of ours", metadata: ["error": "\(type(of: error))"])
            return .notNow
        }
    }
}
