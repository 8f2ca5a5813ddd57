import Administration
import Enrollments
import Foundation
import Problems

@testable import WebConsole

extension Sample {
    static let allActions = DeviceAction.Kind.allCases.map { DeviceAction(kind: $0, obstacle: nil) }

    /// In English, so that it may stand on pages of both languages.
    static func refusal(_ error: EnrollmentError) -> Message {
        Message(.refusal, Problem(error, timeZone: .gmt), .english)
    }

    static func face(
        _ state: DeviceListQuery.State = .managed, family: DeviceFace.Family = .iPhone,
        undeliverable: UndeliverableReason? = nil, actions: [DeviceAction] = allActions
    ) -> DeviceFace {
        DeviceFace(
            id: "d1", enrollmentID: "e2", name: "営業部 iPhone 01", serialNumber: "KZ8Q4T1X7P", family: family,
            state: state,
            undeliverable: undeliverable, actions: actions)
    }

    static func command(
        _ requestType: String = "DeviceInformation", uuid: String = "U1",
        _ change: (inout CommandFace) -> Void = { _ in }
    ) -> CommandFace {
        var command = CommandFace(
            uuid: uuid, requestType: requestType, queuedAt: now.addingTimeInterval(-30), queuedBy: "admin")
        change(&command)
        return command
    }

    static func pushed(_ command: inout CommandFace) {
        command.pushedAt = now.addingTimeInterval(-29)
        command.apnsID = "7f3a2b10-0c4d-4e5f-8a9b-1c2d3e4f5a6b"
    }

    static func failed(_ command: inout CommandFace) {
        pushed(&command)
        command.fetchedAt = now.addingTimeInterval(-20)
        command.end = .error
        command.endedAt = now.addingTimeInterval(-19)
        command.errors = [
            .init(
                code: 12_021, domain: "MCMDMErrorDomain", localized: "“Foo” is not a valid request type.",
                english: "“Foo” is not a valid request type.")
        ]
        command.request = "<dict><key>RequestType</key><string>ShutDownDevice</string></dict>"
        command.answer = "<dict><key>Status</key><string>Error</string></dict>"
    }

    static func device(
        _ face: DeviceFace = face(), topic: String? = topic, match: DeviceListQuery.TopicMatch = .matching,
        pending: [CommandFace] = []
    ) -> DeviceModel {
        DeviceModel(
            face: face, model: "iPhone 16", os: "iOS 26.1", isSupervised: true, phoneNumber: "090-1234-5678",
            user: .init(id: "p1", name: "営業 01"), organization: .init(id: "o1", name: "営業部"), topic: topic,
            topicMatch: match, identityNotAfter: date("2027-11-20T00:00:00Z"), generation: 1,
            enrolledAt: date("2026-11-20T01:00:00Z"),
            contact: ContactFacts(
                lastCommandAt: now.addingTimeInterval(-30), pushAcceptedAt: now.addingTimeInterval(-29),
                apnsID: "7f3a2b10-0c4d-4e5f-8a9b-1c2d3e4f5a6b", pushProblem: nil,
                lastContactAt: now.addingTimeInterval(-600)),
            pending: pending, finished: [command("ShutDownDevice", uuid: "U0", failed)], escrow: [],
            unreadableReports: 0, message: nil)
    }

    static func devices(_ query: DeviceListQuery = DeviceListQuery()) -> DevicesModel {
        let states = DeviceListQuery.State.allCases
        let topics = DeviceListQuery.TopicMatch.allCases
        return DevicesModel(
            query: query,
            rows: states.enumerated().map { index, state in
                .init(
                    id: "d\(index)", name: index == 7 ? "" : "営業部 iPhone 0\(index)", serialNumber: "KZ8Q4T1X7\(index)",
                    os: "iOS 26.\(index)", user: index == 3 ? nil : "営業 01", organization: "営業部", state: state,
                    topic: topics[index % topics.count],
                    lastContactAt: index == 1 ? nil : now.addingTimeInterval(Double(-index) * 90_000))
            }, matchCount: 415, total: 415,
            counts: .init(
                states: Dictionary(uniqueKeysWithValues: states.map { ($0, 5) }), families: [.iPhone: 236, .iPad: 141],
                topics: [.matching: 412, .other: 2, .unknown: 1], contacts: [.day: 400, .older: 6],
                supervision: [.supervised: 300, .notSupervised: 115],
                organizations: [.init(id: OrganizationID(stored: "o1"), name: "営業部", count: 40)]),
            countedAt: now.addingTimeInterval(-4), previousCursor: nil, nextCursor: "next&1", userName: "営業 01",
            readiness: .ready, mayEnroll: true,
            message: nil)
    }

    static func facts() -> DeviceFactsModel {
        DeviceFactsModel(
            face: face(), topic: nil, topicMatch: .unknown, topicReportedAt: nil,
            answers: [
                .init(
                    requestType: "DeviceInformation", receivedAt: now.addingTimeInterval(-185),
                    values: [
                        "DeviceName": .text("営業部 iPhone 01"), "OSVersion": .text("26.1"), "BatteryLevel": .number(0.82),
                        "DeviceCapacity": .number(128), "AvailableDeviceCapacity": .number(63.7),
                        "IsSupervised": .flag(true), "WiFiMAC": .text("aa:bb:cc:dd:ee:ff"),
                        "ServiceSubscriptions.0.PhoneNumber": .text("090-1234-5678"),
                        "LastCloudBackupDate": .date(now), "XUnheardOf": .list(["a", "<b>"]),
                    ]),
                .init(
                    requestType: "SecurityInfo", receivedAt: now.addingTimeInterval(-86_400 * 3),
                    values: ["PasscodePresent": .flag(false), "HardwareEncryptionCaps": .number(3)]),
            ],
            profiles: .init(
                receivedAt: now,
                items: [.init(name: "MDM", identifier: "com.example.mdm", organization: "Example", isManaged: true)]),
            certificates: .init(receivedAt: now, items: [.init(name: "Root", notAfter: now, isIdentity: false)]),
            apps: .init(receivedAt: now, items: []), message: nil)
    }

    static func action(_ kind: DeviceAction.Kind, family: DeviceFace.Family = .iPhone) -> DeviceActionModel {
        DeviceActionModel(
            page: device(face(family: family)), kind: kind, openedAt: now, enrolledMeanwhile: nil,
            isPasswordNeeded: kind == .wipe, makesPIN: family == .mac)
    }

    static func invitations(_ readiness: EnrollmentReadiness = .ready) -> InvitationsModel {
        let standings: [Invitation.Standing] = [.open, .usedUp, .expired, .revoked]
        return InvitationsModel(
            readiness: readiness, mayInvite: true,
            rows: standings.enumerated().map { index, standing in
                .init(
                    id: "i\(index)", recipient: index == 0 ? .user : .organization,
                    name: index == 0 ? "営業 01" : "営業部", usesLeft: standing == .usedUp ? 0 : 3, usesAllowed: 5,
                    createdAt: now, createdBy: "admin", expiresAt: now.addingTimeInterval(3_600), standing: standing)
            }, olderBefore: 3, isContinued: true, users: ["営業 01"], organizations: ["営業部"])
    }
}
