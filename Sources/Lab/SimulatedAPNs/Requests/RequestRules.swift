import Foundation
import NIOHPACK

/// Holds one request against what Apple documents, before its token is looked up.
///
/// The order is that of the table in `docs/reference/lab.md`; the first broken rule is the answer.
struct RequestRules {
    let headers: HPACKHeaders
    let body: [UInt8]
    let certificate: PresentedCertificate?
    let verdict: CertificateVerdict
    let now: Date

    /// Beyond this a body is not even collected.
    static let longestBody = 4096
    /// For a request that does not say how long: Apple's longest.
    private static let longestKept: TimeInterval = 30 * 86_400

    func read() -> Result<PushRequest, APNsAnswer> {
        do {
            return .success(try checked())
        } catch {
            return .failure(error)
        }
    }

    private func checked() throws(APNsAnswer) -> PushRequest {
        try checkCertificate()
        try checkMethodAndRepetition()
        let token = try token()
        let id = try identifier()
        let expiresAt = try expiration()
        let priority = try priority()
        try checkCollapseID()
        let topic = try topic()
        try checkPushType()
        let pushMagic = try pushMagic()
        return PushRequest(
            token: token, topic: topic, pushMagic: pushMagic, id: id, priority: priority, expiresAt: expiresAt)
    }

    private func checkCertificate() throws(APNsAnswer) {
        if headers.contains(name: "authorization") { throw .refused(403, "InvalidProviderToken") }
        switch verdict {
        case .accepted: return
        case .missing: throw .refused(403, "MissingProviderToken")
        case .expired, .notYetValid, .revoked, .untrusted, .unfit: throw .refused(403, "BadCertificate")
        }
    }

    private func checkMethodAndRepetition() throws(APNsAnswer) {
        guard headers.first(name: ":method") == "POST" else { throw .refused(405, "MethodNotAllowed") }
        var seen: Set<String> = []
        for header in headers where header.name.hasPrefix("apns-") && !seen.insert(header.name).inserted {
            throw .refused(400, "DuplicateHeaders")
        }
    }

    private func token() throws(APNsAnswer) -> [UInt8] {
        let path = headers.first(name: ":path") ?? ""
        guard let text = Self.tokenText(path) else { throw .refused(404, "BadPath") }
        guard !text.isEmpty else { throw .refused(400, "MissingDeviceToken") }
        guard !text.utf8.contains(0x2F) else { throw .refused(404, "BadPath") }
        guard let token = Hexadecimal.bytes(text.utf8) else { throw .refused(400, "BadDeviceToken") }
        return token
    }

    /// What stands behind `/3/device/`; nil for another path.
    static func tokenText(_ path: String) -> Substring? {
        let prefix = "/3/device/"
        return path.hasPrefix(prefix) ? path.dropFirst(prefix.count) : nil
    }

    /// Its own, or a new one.
    private func identifier() throws(APNsAnswer) -> String {
        guard let id = headers.first(name: "apns-id") else { return UUID().uuidString.lowercased() }
        guard Self.isCanonicalUUID(id) else { throw .refused(400, "BadMessageId") }
        return id
    }

    /// 8-4-4-4-12 lower-case hexadecimal digits.
    static func isCanonicalUUID(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        for (index, byte) in text.utf8.enumerated() {
            switch index {
            case 8, 13, 18, 23: guard byte == 0x2D else { return false }
            default: guard (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) else { return false }
            }
        }
        return true
    }

    private func expiration() throws(APNsAnswer) -> Date? {
        guard let text = headers.first(name: "apns-expiration") else { return now + Self.longestKept }
        guard let seconds = Self.number(text), seconds <= 32_503_680_000 else {
            throw .refused(400, "BadExpirationDate")
        }
        return seconds == 0 ? nil : Date(timeIntervalSince1970: Double(seconds))
    }

    /// Digits only, no sign, at most twelve.
    private static func number(_ text: String) -> Int? {
        guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private func priority() throws(APNsAnswer) -> Int {
        switch headers.first(name: "apns-priority") {
        case nil, "10": return 10
        case "5": return 5
        case "1": return 1
        default: throw .refused(400, "BadPriority")
        }
    }

    private func checkCollapseID() throws(APNsAnswer) {
        guard (headers.first(name: "apns-collapse-id")?.utf8.count ?? 0) <= 64 else {
            throw .refused(400, "BadCollapseId")
        }
    }

    private func topic() throws(APNsAnswer) -> String {
        guard let topic = headers.first(name: "apns-topic") else { throw .refused(400, "MissingTopic") }
        guard (1...255).contains(topic.utf8.count),
            topic.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x2F && $0 != 0x3A })
        else { throw .refused(400, "BadTopic") }
        guard topic == certificate?.topic else { throw .refused(400, "TopicDisallowed") }
        return topic
    }

    private func checkPushType() throws(APNsAnswer) {
        guard headers.first(name: "apns-push-type") == "mdm" else { throw .refused(400, "InvalidPushType") }
    }

    private func pushMagic() throws(APNsAnswer) -> String {
        guard body.count <= Self.longestBody else { throw .refused(413, "PayloadTooLarge") }
        guard !body.isEmpty else { throw .refused(400, "PayloadEmpty") }
        guard let magic = MDMPayloadReader.pushMagic(body), !magic.isEmpty else { throw .refused(400, "BadPayload") }
        return magic
    }
}
