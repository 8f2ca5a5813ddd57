import HTTPTypes
import Hummingbird
import NIOCore

/// Everything that a device can be answered, and nothing else.
///
/// There is no 401 here, and no 403 without an administrator's order: either would make the device leave the
/// management (contract, "Status codes"; check-in.md §2). An endpoint returns this type, so that no path
/// through it reaches another status.
enum DeviceAnswer: Sendable {
    /// 200 with zero bytes: accepted, or nothing to do.
    case nothing
    /// 200 with a property list.
    case propertyList([UInt8])
    /// 200 with JSON (DeclarativeManagement).
    case json([UInt8])
    /// 200 with another body: SCEP.
    case content([UInt8], type: String)
    /// 400: not understood, or not accepted.
    case notAccepted
    /// 413.
    case tooLarge
    /// 503: we have a trouble of our own; the device keeps what it has to say.
    case notNow
    /// 410, to UserAuthenticate only: this user is not managed for the login session.
    case userNotManaged
    /// 404, to DeclarativeManagement only: there is no such declaration (any more).
    case noSuchDeclaration

    /// A quarter of a minute to a minute is what a restart or a fail-over takes.
    static let retryAfterSeconds = 30

    var response: Response {
        switch self {
        case .nothing: Self.make(.ok, [], type: nil)
        case .propertyList(let bytes): Self.make(.ok, bytes, type: "application/xml; charset=utf-8")
        case .json(let bytes): Self.make(.ok, bytes, type: "application/json")
        case .content(let bytes, let type): Self.make(.ok, bytes, type: type)
        case .notAccepted: Self.make(.badRequest, [], type: nil)
        case .tooLarge: Self.make(.contentTooLarge, [], type: nil)
        case .notNow: Self.make(.serviceUnavailable, [], type: nil, retryAfter: Self.retryAfterSeconds)
        case .userNotManaged: Self.make(.gone, [], type: nil)
        case .noSuchDeclaration: Self.make(.notFound, [], type: nil)
        }
    }

    private static func make(
        _ status: HTTPResponse.Status, _ bytes: [UInt8], type: String?, retryAfter: Int? = nil
    ) -> Response {
        var headers: HTTPFields = [:]
        if let type { headers[.contentType] = type }
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        headers[.xContentTypeOptions] = "nosniff"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers,
            body: bytes.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
