import Administration
import Foundation
import Glibc
import MDMProtocol
import Measurements
import NIOHTTP1
import PushCertificates
import Synchronization
import UseCases

/// An Idle that memory alone can answer; never a refusal.
struct RememberedPoll: Sendable {
    let installation: Installation
    let proof: DeviceProof
    private let standing = StandingHeaders()

    init(_ installation: Installation, _ proof: DeviceProof) {
        self.installation = installation
        self.proof = proof
    }

    /// The company of `/mdm/<company>/connect`; nil for every other address.
    static func company(of uri: String) -> CompanyScope? {
        let path = uri.utf8
        guard path.count == 45, uri.hasPrefix("/mdm/"), uri.hasSuffix("/connect") else { return nil }
        let id = path.dropFirst(5).prefix(32)
        guard id.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        return CompanyScope(CompanyID(stored: String(decoding: id, as: UTF8.self)))
    }

    /// Looked at before the proof, which may cost a signature; it decides nothing.
    func idle(_ body: [UInt8]) -> CommandReport? {
        guard let report = try? CommandReport(reading: body), report.status == .idle else { return nil }
        return report
    }

    /// - Returns: true when the answer is ``DeviceAnswer/nothing``; the contact is noted then.
    func answers(
        _ report: CommandReport, _ body: [UInt8], provenBy told: DeviceProof.Told, in scope: CompanyScope
    ) -> Bool {
        let now = installation.now
        guard let presented = try? proof.certificate(told, body: body),
            let known = try? IdentifyCaller(installation).remembered(presented, in: scope, at: now),
            AnswerPoll(installation).isAnsweredFromMemory(report, from: known, in: scope, at: now)
        else { return false }
        installation.telemetry.reports.add(report.status.rawValue)
        installation.telemetry.answers.add("200")
        return true
    }

    func headers() -> HTTPHeaders { standing.now() }
}

/// The headers of ``DeviceAnswer/nothing``, made once a second for their date.
private final class StandingHeaders: Sendable {
    private let made = Mutex<(second: Int, headers: HTTPHeaders)>((0, [:]))

    func now() -> HTTPHeaders {
        let date = Date.now
        let second = Int(date.timeIntervalSince1970)
        return made.withLock { made in
            if made.second != second {
                made = (
                    second,
                    [
                        "x-content-type-options": "nosniff", "cache-control": "no-store", "content-length": "0",
                        "date": Self.imfFixdate(second),
                    ]
                )
            }
            return made.headers
        }
    }

    /// RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func imfFixdate(_ second: Int) -> String {
        var (time, parts) = (time_t(second), tm())
        gmtime_r(&time, &parts)
        var room = [CChar](repeating: 0, count: 40)
        // In the C locale, which no part of Kizuna changes.
        let length = strftime(&room, room.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        return String(decoding: room.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
