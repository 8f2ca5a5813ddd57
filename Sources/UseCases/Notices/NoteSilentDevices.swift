import Administration
import Foundation
import Notices
import Ports

/// 無通信検知: what has not been heard of within the company's time goes to the log, once for each silence.
public struct NoteSilentDevices: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    static let atOnce = 100

    public func callAsFunction() async throws {
        let now = installation.now
        let companies = try await installation.store.read { try $0.companies() }
        for company in companies {
            let scope = company.scope
            guard let before = try await installation.store.read({ try $0.noticeSettings(in: scope) }).silentBefore(now)
            else { continue }
            while try await note(in: scope, before: before, at: now) == Self.atOnce {}
        }
    }

    private func note(in scope: CompanyScope, before: Date, at now: Date) async throws -> Int {
        guard try await installation.store.read({ try $0.hasSilentDevices(before: before, in: scope) }) else {
            return 0
        }
        return try await installation.store.write { transaction in
            let devices = try transaction.noteSilentDevices(before: before, at: now, limit: Self.atOnce, in: scope)
            for device in devices {
                try transaction.append(
                    AuditDraft(
                        .deviceSilent, by: .anonymous, at: now, subject: device.name, device: device.deviceID,
                        after: [
                            AuditField("serial", device.serialNumber),
                            AuditField("last-contact", device.lastContactAt.formatted(.iso8601)),
                        ]), in: scope)
            }
            return devices.count
        }
    }
}
