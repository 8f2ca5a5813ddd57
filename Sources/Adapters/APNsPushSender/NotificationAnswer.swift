import Foundation
import NIOHPACK
import Ports

/// What APNs has said so far on one stream (reference/apns.md §3).
struct NotificationAnswer {
    private var status: Int?
    private var apnsID = ""
    private var retryAfter: TimeInterval?
    private var body: [UInt8] = []

    /// Apple's bodies are below 100 bytes.
    static let largestBody = 4096

    /// Informational answers and trailers change nothing.
    mutating func take(_ headers: HPACKHeaders) {
        guard let status = headers.first(name: ":status").flatMap({ Int($0) }), status >= 200 else { return }
        self.status = status
        apnsID = headers.first(name: "apns-id") ?? ""
        retryAfter = headers.first(name: "retry-after").flatMap { UInt32($0) }.map(TimeInterval.init)
    }

    /// - Returns: false when it grows beyond reason.
    mutating func take(_ bytes: some Collection<UInt8>) -> Bool {
        guard body.count + bytes.count <= Self.largestBody else { return false }
        body.append(contentsOf: bytes)
        return true
    }

    /// - Parameter asked: the id that we gave, in case APNs does not repeat it.
    func outcome(asked: String) -> WakeOutcome {
        guard let status else { return .notSent(.connectionLost("an answer without status")) }
        if status == 200 { return .accepted(apnsID: apnsID.isEmpty ? asked : apnsID) }
        let refusal = Refusal(json: body)
        return .refused(status: status, reason: refusal.reason, since: refusal.since, retryAfter: retryAfter)
    }
}

/// `{"reason":"…","timestamp":…}`, in an answer or in a GOAWAY.
struct Refusal: Decodable {
    /// Empty when there is none.
    let reason: String
    let since: Date?

    private enum Key: CodingKey {
        case reason, timestamp
    }

    init(json: some Collection<UInt8>) {
        self = (try? JSONDecoder().decode(Refusal.self, from: Data(json))) ?? Refusal()
    }

    private init() {
        reason = ""
        since = nil
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let words = (try? fields.decode(String.self, forKey: .reason)) ?? ""
        // Shown to people and stored: letters and digits, as all of Apple's are.
        reason = String(
            words.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) }
                .map(Character.init).prefix(100))
        let milliseconds = try? fields.decode(Double.self, forKey: .timestamp)
        // Years 1970 to 9999.
        since = milliseconds.flatMap {
            (0...253_402_300_799_000).contains($0) ? Date(timeIntervalSince1970: $0 / 1000) : nil
        }
    }
}
