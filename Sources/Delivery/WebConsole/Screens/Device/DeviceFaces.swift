import Administration
import CommandQueue
import Enrollments
import Foundation
import MDMProtocol
import Ports
import UseCases

/// From what the store knows of a device to what its pages show.
struct DeviceFaces {
    let detail: ShowDevice.Detail
    let role: Role
    let now: Date

    private var enrollment: Enrollment { detail.enrollment }

    var face: DeviceFace {
        let summary = enrollment.summary
        return DeviceFace(
            id: enrollment.deviceID.description, enrollmentID: enrollment.id.description, name: summary.name,
            serialNumber: summary.serialNumber.isEmpty ? enrollment.hardwareID : summary.serialNumber, family: family,
            state: state, silenceDays: detail.silenceDays, undeliverable: undeliverable,
            actions: DeviceAction.Kind.allCases.map { DeviceAction(kind: $0, obstacle: obstacle(to: $0)) })
    }

    func model(message: Message?) -> DeviceModel {
        let summary = enrollment.summary
        return DeviceModel(
            face: face, model: summary.modelName.isEmpty ? summary.productName : summary.modelName, os: os,
            isSupervised: summary.isSupervised, isAutomated: detail.isAutomated, phoneNumber: summary.phoneNumber,
            user: detail.person.map { .init(id: $0.id.description, name: $0.name) },
            organization: detail.organization.map { .init(id: $0.id.description, name: $0.name) },
            topic: enrollment.topic, topicMatch: topicMatch, identityNotAfter: enrollment.identityNotAfter,
            generation: enrollment.generation, enrolledAt: enrollment.enrolledAt, contact: contact,
            pending: detail.pending.map { command($0) }, finished: latestFinished.map { command($0) },
            escrow: detail.escrow.map {
                .init(commandUUID: $0.uuid.description, requestType: $0.requestType, at: $0.at)
            },
            unreadableReports: detail.unreadableReports, message: message)
    }

    /// Newest first; of one instant, a wipe goes before the queue that ended with it.
    private var latestFinished: [FinishedCommand] {
        let inOrder = detail.finished.enumerated().sorted { one, other in
            guard one.element.endedAt == other.element.endedAt else { return one.offset < other.offset }
            let (isCleared, isOtherCleared) = (
                one.element.outcome == .enrollmentEnded, other.element.outcome == .enrollmentEnded
            )
            return isCleared == isOtherCleared ? one.offset < other.offset : isOtherCleared
        }
        return inOrder.prefix(5).map(\.element)
    }

    var os: String {
        OperatingSystemName.of(platform: enrollment.summary.platform, version: enrollment.summary.osVersion)
    }

    var topicMatch: DeviceListQuery.TopicMatch {
        guard let topic = enrollment.topic else { return .unknown }
        return topic == detail.registeredTopic ? .matching : .other
    }

    private var platform: Platform { Platform(rawValue: enrollment.summary.platform) ?? .other }

    private var family: DeviceFace.Family {
        switch platform {
        case .iPhone: .iPhone
        case .iPad: .iPad
        case .mac: .mac
        default: .other
        }
    }

    /// The one that matters most.
    var state: DeviceListQuery.State {
        switch enrollment.state {
        case .removed, .archived: return .released
        case .erased: return .wiped
        case .authenticated: return .enrolling
        case .enrolled: break
        }
        if undeliverable != nil { return .undeliverable }
        if detail.pending.contains(where: { $0.lastNotNowAt != nil }) { return .notNow }
        if !detail.pending.isEmpty { return .commandsWaiting }
        if detail.isSilent { return .silent }
        return .managed
    }

    var undeliverable: UndeliverableReason? {
        switch detail.obstacle {
        case .notYetEnrolled: return .noPushToken
        case .noCertificate: return .noCertificate
        case .certificateDeleted: return .certificateDeleted(detail.certificateDeletedAt ?? now)
        case .certificateExpired(let at): return .certificateExpired(at)
        case .topicMismatch(let device, _): return device == nil ? .topicUnknown : .otherTopic
        case .removed, .erased, .archived: return nil
        case nil: break
        }
        if let wakeUp = detail.wakeUp, wakeUp.isUnreachable { return .tokenRetired(wakeUp.lastAttemptAt ?? now) }
        return nil
    }

    private func obstacle(to action: DeviceAction.Kind) -> DeviceAction.Obstacle? {
        let needed: Permission =
            switch action {
            case .lock, .wipe, .clearPasscode: .lockAndWipeDevices
            case .sync, .restart, .shutDown: .commandDevices
            }
        guard role.permits(needed) else { return .noRight }
        switch detail.obstacle {
        case .removed, .archived: return .released
        case .erased: return .wiped
        case nil: break
        default:
            if let undeliverable { return .undeliverable(undeliverable) }
        }
        switch action.commandKind?.isAvailable(
            on: platform, osVersion: enrollment.summary.osVersion, isSupervised: enrollment.summary.isSupervised)
        {
        case nil, .available: break
        case .needsSupervision: return .notSupervised
        default: return .notOnThisPlatform
        }
        if action == .clearPasscode, !detail.hasUnlockToken { return .noUnlockToken }
        return nil
    }

    private var contact: ContactFacts {
        let last = detail.pending.map(\.queuedAt) + detail.finished.map(\.command.queuedAt)
        return ContactFacts(
            lastCommandAt: last.max(), pushAcceptedAt: detail.wakeUp?.acceptedAt, apnsID: detail.wakeUp?.apnsID,
            pushProblem: pushProblem, lastContactAt: detail.lastContactAt,
            isSilent: detail.isSilent)
    }

    private var pushProblem: PushProblemFace? {
        guard let wakeUp = detail.wakeUp, let at = wakeUp.lastAttemptAt, !wakeUp.lastReason.isEmpty,
            wakeUp.acceptedAt.map({ $0 < at }) ?? true
        else { return nil }
        return PushProblemFace(at: at, status: wakeUp.lastStatus, reason: wakeUp.lastReason)
    }

    func command(_ command: QueuedCommand) -> CommandFace {
        CommandFace(
            uuid: command.uuid.description, requestType: command.requestType, queuedAt: command.queuedAt,
            queuedBy: command.queuedBy, pushedAt: command.pushedAt, apnsID: command.apnsID,
            pushProblem: command.pushedAt == nil ? pushProblem : nil, fetchedAt: command.fetchedAt,
            notNowCount: command.notNowCount, lastNotNowAt: command.lastNotNowAt, expiresAt: command.expiresAt,
            undeliverable: undeliverable, request: String(decoding: command.payload, as: UTF8.self),
            isCancellable: !command.isWithDevice
                && role.permits(command.isDestructive ? .lockAndWipeDevices : .commandDevices))
    }

    func command(_ finished: FinishedCommand) -> CommandFace {
        let command = finished.command
        return CommandFace(
            uuid: command.uuid.description, requestType: command.requestType, queuedAt: command.queuedAt,
            queuedBy: command.queuedBy, pushedAt: command.pushedAt, apnsID: command.apnsID,
            fetchedAt: command.fetchedAt, notNowCount: command.notNowCount, lastNotNowAt: command.lastNotNowAt,
            expiresAt: command.expiresAt, end: finished.end, endedAt: finished.endedAt,
            errors: finished.errorChain.map {
                .init(
                    code: $0.code, domain: $0.domain, localized: $0.localizedDescription,
                    english: $0.englishDescription)
            }, request: String(decoding: command.payload, as: UTF8.self),
            answer: finished.answer.map(ReadableReport.text))
    }
}

extension FinishedCommand {
    var end: CommandFace.End {
        switch outcome {
        case .acknowledged: .acknowledged
        case .error: .error
        case .commandFormatError: .formatError
        case .expired: .expired
        case .cancelled: .cancelled(by: endedBy)
        case .superseded: .superseded
        case .enrollmentEnded: .enrollmentEnded
        }
    }
}

extension DeviceAction.Kind {
    /// Nil: several commands, 同期.
    var commandKind: CommandKind? {
        switch self {
        case .sync: nil
        case .lock: .lock
        case .wipe: .erase
        case .clearPasscode: .clearPasscode
        case .restart: .restart
        case .shutDown: .shutDown
        }
    }
}

/// `iOS 26.1`, `iPadOS 26.1`, `macOS 26.1`; empty while the version is unknown.
enum OperatingSystemName {
    static func of(platform: String, version: String) -> String {
        guard !version.isEmpty else { return "" }
        let name =
            switch Platform(rawValue: platform) {
            case .iPhone: "iOS"
            case .iPad: "iPadOS"
            case .mac: "macOS"
            default: ""
            }
        return name.isEmpty ? version : "\(name) \(version)"
    }
}

/// A report as text: XML as it is, binary ones written anew, what is neither in hexadecimal.
enum ReadableReport {
    static let longest = 200_000

    static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return String(text.prefix(longest)) }
        if let list = try? PropertyList(reading: bytes, limits: .command) { return String(list.xml.prefix(longest)) }
        return String(bytes.prefix(4_096).map { String(format: "%02x", $0) }.joined(separator: " "))
    }
}
