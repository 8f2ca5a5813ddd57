public import Administration
import Foundation
import Ports
import PushCertificates

/// [保存] on the edit page: a certificate from Apple, Apple ID and 備考, all or nothing.
///
/// The file is judged first, against a state read before; the decision is then one transaction that begins
/// by comparing the version, so that of two administrators the second is told and nothing is lost (P-21).
public struct RegisterPushCertificate: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Form: Sendable {
        /// The uploaded file; nil when none was chosen.
        public var file: [UInt8]?
        public var appleID: String
        public var notes: String
        /// The version that the form showed; nil takes whatever is there (command line).
        public var version: Int?
        /// The tick that devices on the deleted topic may be lost.
        public var confirmsTopic: Bool

        public init(
            file: [UInt8]?, appleID: String, notes: String, version: Int?, confirmsTopic: Bool = false
        ) {
            self.file = file
            self.appleID = appleID
            self.notes = notes
            self.version = version
            self.confirmsTopic = confirmsTopic
        }
    }

    public enum Outcome: Sendable, Equatable {
        /// 証明書を登録しました。
        case registered
        /// 証明書を変更しました。
        case changed
        /// 備考を保存しました。
        case notesSaved
    }

    public static let appleIDLimit = 256
    public static let notesLimit = 1_000

    /// - Throws: ``UploadRefusal`` for the file, ``PushCertificateError`` for the rest.
    public func callAsFunction(_ form: Form, by actor: Actor, in company: Company) async throws -> Outcome {
        let now = installation.now
        let appleID = Self.clean(form.appleID, keeping: [])
        let notes = Self.clean(form.notes.replacing("\r\n", with: "\n"), keeping: ["\n", "\t"])
        guard appleID.count <= Self.appleIDLimit else {
            throw PushCertificateError.appleIDTooLong(limit: Self.appleIDLimit)
        }
        guard notes.count <= Self.notesLimit else {
            throw PushCertificateError.notesTooLong(limit: Self.notesLimit)
        }
        let seen = try await installation.store.read(in: company.scope) {
            try PushOverview(in: company.scope, at: now, from: $0)
        }
        let version = form.version ?? seen.details.version
        guard version == seen.details.version else { throw Self.conflict(seen.details) }

        guard let file = form.file else {
            return try await saveDetails(
                appleID: appleID, notes: notes, version: version, by: actor, at: now, in: company)
        }
        let certificate = try await judge(file, seen: seen, by: actor, at: now, in: company)
        if let waiting = seen.restorable, waiting.certificate.topic != certificate.topic, seen.devicesOnTopic > 0,
            !form.confirmsTopic
        {
            throw PushCertificateError.topicNeedsConfirmation(devices: seen.devicesOnTopic)
        }
        guard let request = seen.requests.first(where: { $0.publicKey == certificate.publicKey }) else {
            throw UploadRefusal.keyNotRequestedHere
        }
        try PushKeyCheck(installation).check(request, in: company)
        let registration = RegisteredCertificate(
            id: installation.newIdentifier(at: now), certificate: certificate, requestID: request.id,
            registeredAt: now, registeredBy: actor.loginOrEmpty, state: .active)
        return try await activate(
            registration, appleID: appleID, notes: notes, version: version, by: actor, in: company)
    }

    /// Without control characters: no database keeps NUL, and a terminal that shows the text would obey others.
    private static func clean(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
        let scalars = text.unicodeScalars.filter { $0.properties.generalCategory != .control || kept.contains($0) }
        return String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func judge(
        _ file: [UInt8], seen: PushOverview, by actor: Actor, at now: Date, in company: Company
    ) async throws -> PushCertificate {
        let anchors = try await installation.store.read(in: .installation) { try $0.trustAnchors() }
        do {
            return try await UploadPipeline.judge(
                file,
                in: UploadContext(
                    requestedKeys: Set(seen.requests.map(\.publicKey)), registered: seen.active?.certificate,
                    anchors: anchors, now: now))
        } catch {
            try await installation.store.write(in: company.scope) { transaction in
                try transaction.append(
                    AuditDraft(
                        .pushCertificateRefused, by: actor, at: now,
                        subject: seen.active?.certificate.topic.description ?? "",
                        after: [AuditField("reason", error.caseName)]), in: company.scope)
            }
            throw error
        }
    }

    private func activate(
        _ registration: RegisteredCertificate, appleID: String, notes: String, version: Int, by actor: Actor,
        in company: Company
    ) async throws -> Outcome {
        let scope = company.scope
        let now = registration.registeredAt
        let outcome = try await installation.store.write(in: scope) { transaction in
            var details = try transaction.pushDetails(in: scope)
            guard details.version == version else { throw Self.conflict(details) }
            let previous = try transaction.activePushCertificate(in: scope)
            // After a gap every device is asked to call, so that nobody has to (R7 of beyond-the-manuals).
            if previous.map({ $0.certificate.isExpired(at: now) }) ?? true {
                _ = try transaction.requestWakeUps(at: now, everyEnrollment: true, in: scope)
            }
            if let previous { try transaction.setState(.retired(at: now), of: previous.id, in: scope) }
            try transaction.insert(registration, in: scope)
            try transaction.endPendingPushRequest(in: scope)
            let before = previous.map { $0.auditFields + details.auditFields } ?? details.auditFields
            details.appleID = appleID
            details.notes = notes
            details.stampChange(by: actor, at: now)
            try transaction.save(details, in: scope)
            try transaction.append(
                AuditDraft(
                    previous == nil ? .pushCertificateRegistered : .pushCertificateChanged, by: actor, at: now,
                    subject: registration.certificate.topic.description, before: before,
                    after: registration.auditFields + details.auditFields), in: scope)
            return previous == nil ? Outcome.registered : .changed
        }
        // Who is asked to call is answered from the store, where the request ends.
        installation.devices.forgetAll()
        installation.doorbell.ring()
        return outcome
    }

    private func saveDetails(
        appleID: String, notes: String, version: Int, by actor: Actor, at now: Date, in company: Company
    ) async throws -> Outcome {
        let scope = company.scope
        return try await installation.store.write(in: scope) { transaction in
            var details = try transaction.pushDetails(in: scope)
            guard details.version == version else { throw Self.conflict(details) }
            let active = try transaction.activePushCertificate(in: scope)
            let isUnchanged = details.appleID == appleID && details.notes == notes
            if active == nil, isUnchanged, appleID.isEmpty, notes.isEmpty {
                throw PushCertificateError.nothingEntered
            }
            if !isUnchanged {
                let before = details.auditFields
                details.appleID = appleID
                details.notes = notes
                details.stampChange(by: actor, at: now)
                try transaction.save(details, in: scope)
                try transaction.append(
                    AuditDraft(
                        .pushDetailsChanged, by: actor, at: now,
                        subject: active?.certificate.topic.description ?? "", before: before,
                        after: details.auditFields), in: scope)
            }
            return active == nil ? .notesSaved : .changed
        }
    }

    static func conflict(_ details: PushDetails) -> PushCertificateError {
        .changedMeanwhile(by: details.changedBy, at: details.changedAt ?? Date(timeIntervalSince1970: 0))
    }
}
