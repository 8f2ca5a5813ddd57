import Foundation

/// What the device enrollment service said instead of an answer, or why none came.
public enum ServiceProblem: Error, Sendable, Equatable {
    /// New terms wait for an administrator in Apple Business Manager.
    case termsNotSigned
    /// The token is not valid (any more): a newer one was downloaded, or the server was deleted.
    case tokenRejected(String)
    case accessDenied
    /// Our clock is not Apple's.
    case clockRefused
    case expiredCursor
    case invalidCursor
    case exhaustedCursor
    case profileUnknown
    case throttled(retryAfterSeconds: Int?)
    /// Anything else: status and the word, as far as one could be found.
    case refused(status: Int, word: String)
    case unreachable(String)
    case unreadable

    /// Apple's error bodies vary: a JSON string, the bare word, or an object with `code` and `message`.
    ///
    /// - Parameter isSession: whether it answers `GET /session`, where 400 and 401 are about the token.
    public init(status: Int, body: some Sequence<UInt8>, retryAfterSeconds: Int?, isSession: Bool) {
        let beginning = Array(body.prefix(4_096))
        let text = String(decoding: beginning, as: UTF8.self)
        let retryAfterSeconds = retryAfterSeconds ?? Self.retryAfter(in: beginning)
        let words: [(String, ServiceProblem)] = [
            ("T_C_NOT_SIGNED", .termsNotSigned), ("EXPIRED_CURSOR", .expiredCursor),
            ("EXHAUSTED_CURSOR", .exhaustedCursor), ("INVALID_CURSOR", .invalidCursor),
            ("ACCESS_DENIED", .accessDenied), ("timestamp_refused", .clockRefused),
            ("PROFILE_NOT_FOUND", .profileUnknown),
            ("THROTTLED", .throttled(retryAfterSeconds: retryAfterSeconds)),
        ]
        if let known = words.first(where: { text.contains($0.0) }) {
            self = known.1
        } else if status == 429 || status == 503 {
            self = .throttled(retryAfterSeconds: retryAfterSeconds)
        } else if isSession, [400, 401, 403].contains(status) {
            self = .tokenRejected(Self.word(in: text))
        } else {
            self = .refused(status: status, word: Self.word(in: text))
        }
    }

    /// Where the header does not say it, the object may.
    private static func retryAfter(in body: [UInt8]) -> Int? {
        struct Pause: Decodable { let retry_after_seconds: Int? }
        guard let seconds = (try? JSONDecoder().decode(Pause.self, from: Data(body)))?.retry_after_seconds else {
            return nil
        }
        return min(max(seconds, 0), 86_400)
    }

    private static func word(in text: String) -> String {
        let plain = text.unicodeScalars.filter { $0.isASCII && $0.value > 0x1F && $0 != "\"" }
        return String(String(String.UnicodeScalarView(plain)).prefix(80))
    }

    /// As it is stored and put into words again.
    public var code: String {
        switch self {
        case .termsNotSigned: "terms-not-signed"
        case .tokenRejected: "token-rejected"
        case .accessDenied: "access-denied"
        case .clockRefused: "clock-refused"
        case .expiredCursor, .invalidCursor, .exhaustedCursor: "cursor"
        case .profileUnknown: "profile-unknown"
        case .throttled: "throttled"
        case .refused: "refused"
        case .unreachable: "unreachable"
        case .unreadable: "unreadable"
        }
    }
}
