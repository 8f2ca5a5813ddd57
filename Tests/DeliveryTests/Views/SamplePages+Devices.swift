import Administration
import CommandQueue
import Enrollments
import Foundation
import Problems

@testable import WebConsole

extension SamplePages {
    private static func page(_ name: String, _ page: any Page, role: Role = .administrator) -> Case {
        Case(name: name, page: page, role: role, section: .devices, path: "/sample/devices")
    }

    static var devices: [Case] { lists + bulk + details + acts + enrollment + people + onDevice }

    private static var lists: [Case] {
        var noHit = Sample.devices(DeviceListQuery(text: "nothing <here>", family: .mac))
        noHit.rows = []
        noHit.matchCount = 0
        noHit.nextCursor = nil
        var none = noHit
        none.total = 0
        var blocked = none
        blocked.readiness = .noCertificate
        var filtered = Sample.devices(
            DeviceListQuery(state: .silent, user: PersonID(stored: "p1"), sort: .lastContact, direction: .descending))
        filtered.previousCursor = "back"
        filtered.readiness = .noPublicAddress
        return [
            page("devices", DevicesView(Sample.devices())), page("devices-filtered", DevicesView(filtered)),
            page("devices-no-hit", DevicesView(noHit)), page("devices-none", DevicesView(none)),
            page("devices-blocked", DevicesView(blocked)),
        ]
    }

    private static var bulk: [Case] {
        [
            page("bulk-sync-ask", BulkSyncAskView(preview: Sample.bulkPreview())),
            page("bulk-sync-viewer", BulkSyncAskView(preview: Sample.bulkPreview()), role: .viewer),
            page("bulk-sync-nobody", BulkSyncAskView(preview: Sample.bulkPreview(targets: 0))),
            page(
                "bulk-sync-blocked",
                BulkSyncAskView(
                    preview: Sample.bulkPreview(obstacle: .noCertificate),
                    problem: Message(.refusal, "No <certificate>"))),
            page(
                "bulk-sync",
                BulkSyncView(progress: Sample.bulkProgress(), step: nil, isContinued: false, isRecent: true)),
            page(
                "bulk-sync-done",
                BulkSyncView(
                    progress: Sample.bulkProgress(isOver: true), step: .failed, isContinued: true, isRecent: false)),
        ]
    }

    private static var details: [Case] {
        let blocked = DeviceAction.Kind.allCases.map {
            DeviceAction(
                kind: $0, obstacle: $0 == .shutDown ? .notSupervised : .undeliverable(.certificateExpired(Sample.now)))
        }
        var mac = Sample.device(
            Sample.face(.undeliverable, family: .mac, undeliverable: .otherTopic, actions: blocked),
            topic: Sample.otherTopic, match: .other,
            pending: [Sample.command("DeviceLock") { $0.undeliverable = .otherTopic }])
        mac.generation = 3
        mac.escrow = [EscrowEntry(commandUUID: "U9", requestType: "DeviceLock", at: Sample.now)]
        mac.unreadableReports = 2
        mac.contact.pushProblem = PushProblemFace(at: Sample.now, status: 410, reason: "Unregistered")
        let commands = DeviceCommandsModel(
            face: Sample.face(.notNow),
            pending: [
                Sample.command("DeviceLock", uuid: "U1") {
                    Sample.pushed(&$0)
                    $0.expiresAt = Sample.now.addingTimeInterval(86_400)
                    $0.isCancellable = true
                    $0.request = "<dict/>"
                },
                Sample.command("ProfileList", uuid: "U2") {
                    $0.fetchedAt = Sample.now
                    $0.notNowCount = 2
                    $0.lastNotNowAt = Sample.now
                },
                Sample.command("SecurityInfo", uuid: "U3") {
                    $0.queuedBy = ""
                    $0.pushProblem = PushProblemFace(at: Sample.now, status: 0, reason: "connect timeout")
                },
            ],
            finished: [
                Sample.command("ShutDownDevice", uuid: "U4", Sample.failed),
                Sample.command("EraseDevice", uuid: "U5") {
                    $0.end = .cancelled(by: "admin")
                    $0.endedAt = Sample.now
                },
                Sample.command("RestartDevice", uuid: "U6") {
                    $0.end = .expired
                    $0.endedAt = Sample.now
                },
            ], olderBefore: 4, isContinued: false, message: nil)
        var quiet = commands
        quiet.pending = []
        quiet.finished = []
        var noFacts = Sample.facts()
        noFacts.answers = []
        noFacts.profiles = nil
        noFacts.certificates = nil
        noFacts.apps = nil
        return [
            page("device", DeviceView(Sample.device(pending: [Sample.command("DeviceInformation", Sample.pushed)]))),
            page("device-blocked", DeviceView(mac)),
            page("device-unknown", DeviceView(Sample.device(Sample.face(.enrolling), topic: nil, match: .unknown))),
            page("device-viewer", DeviceView(Sample.device(Sample.face(actions: []))), role: .viewer),
            page("device-facts", DeviceFactsView(Sample.facts())), page("device-no-facts", DeviceFactsView(noFacts)),
            page("device-commands", DeviceCommandsView(commands)),
            page("device-commands-none", DeviceCommandsView(quiet)), page("device-log", DeviceLogView(log)),
        ]
    }

    private static var log: DeviceLogModel {
        let events = DeviceEvent.Kind.allCases.map { kind in
            DeviceEvent(
                deviceID: DeviceID(stored: "d1"), enrollmentID: EnrollmentID(stored: "e2"), occurredAt: Sample.now,
                kind: kind, actor: kind == .commandQueued ? "admin" : "",
                fields: [.init("command", "DeviceLock"), .init("unheard-of", "<value>")])
        }
        let lines = events.enumerated().map { number, event in
            LogLine(.device(number: number, event), deviceName: "iPhone-12")
        }
        return DeviceLogModel(
            face: Sample.face(),
            log: LogModel(
                query: LogQuery(device: DeviceID(stored: "d1")), lines: lines, next: lines.last?.position(by: .occurred)
            ))
    }

    private static var acts: [Case] {
        var wrong = Sample.action(.wipe)
        wrong.problem = Sample.refusal(.serialMismatch)
        wrong.wrongFields = [.serial]
        wrong.enrolledMeanwhile = Sample.now
        let entry = EscrowEntry(commandUUID: "U9", requestType: "DeviceLock", at: Sample.now)
        func pin(_ pin: String?, isNew: Bool) -> DevicePINView {
            DevicePINView(
                DevicePINModel(
                    face: Sample.face(family: .mac), entry: entry, pin: pin, isNew: isNew, isPasswordNeeded: true,
                    problem: nil))
        }
        return DeviceAction.Kind.allCases.filter { $0 != .sync }.map {
            page("device-\($0.rawValue)", DeviceActionView(Sample.action($0)))
        } + [
            page("device-wipe-mac", DeviceActionView(Sample.action(.wipe, family: .mac))),
            page("device-wipe-refused", DeviceActionView(wrong)), page("device-pin-ask", pin(nil, isNew: false)),
            page("device-pin", pin("042917", isNew: false)), page("device-pin-new", pin("042917", isNew: true)),
        ]
    }

    private static var enrollment: [Case] {
        var refused = Sample.invitations()
        refused.input.count = "501"
        refused.wrongFields = [.count]
        refused.problem = Sample.refusal(.invalidUses(limit: 500))
        var empty = Sample.invitations(.certificateExpired(Sample.now))
        empty.rows = []
        return [
            page("enroll", InvitationsView(Sample.invitations())), page("enroll-refused", InvitationsView(refused)),
            page("enroll-blocked", InvitationsView(empty)),
            page("enroll-no-address", InvitationsView(Sample.invitations(.noPublicAddress))),
            page(
                "enroll-made",
                InvitationMadeView(
                    InvitationMadeModel(
                        recipient: .user, name: "営業 01", usesAllowed: 1, expiresAt: Sample.now,
                        link: "https://mdm.example.com/enroll/2f8d3a0b5c7e41f6a9d0c3b2e1f45867",
                        codeAddress: "https://mdm.example.com/enroll", code: "K7M4-X2QP"))),
        ]
    }

    /// What a person opens on the device itself.
    private static var onDevice: [Case] {
        let problem = Problem(EnrollmentError.noSuchInvitation, timeZone: .gmt)
        return [
            Case(
                name: "on-device",
                page: OnDeviceView(
                    companyName: "サンプル株式会社", inviteeName: "営業 01", profilePath: "/enroll/x/profile",
                    expiresAt: Sample.now), role: nil, path: "/enroll/x"),
            Case(
                name: "on-device-code", page: EnrollmentCodeView(companyCode: "sample", problem: problem), role: nil,
                path: "/enroll"),
            Case(name: "on-device-problem", page: OnDeviceProblemView(problem: problem), role: nil, path: "/enroll/y"),
        ]
    }

    private static var people: [Case] {
        var none = PeopleModel(people: [], logins: [], organizations: [], mayEdit: false)
        none.logins = [.init(login: "admin", role: .administrator, hasPassword: true)]
        let some = PeopleModel(
            people: [
                .init(id: "p1", name: "営業 01", reading: "エイギョウ", organization: "営業部", deviceCount: 1),
                .init(id: "p2", name: "研修", reading: "", organization: nil, deviceCount: 0),
            ],
            logins: [
                .init(login: "admin", role: .administrator, hasPassword: true),
                .init(login: "hanako", role: .lockAndWipe, hasPassword: false),
            ], organizations: [.init(id: "o1", name: "営業部")], mayEdit: true)
        var refused = OrganizationsModel(
            organizations: [.init(id: "o1", name: "営業部", personCount: 1, deviceCount: 2)], mayEdit: true)
        refused.name = "営業部"
        refused.problem = Sample.refusal(.nameTaken("営業部"))
        return [
            Case(name: "users", page: PeopleView(some), section: .users),
            Case(name: "users-none", page: PeopleView(none), role: .viewer, section: .users),
            Case(name: "organizations", page: OrganizationsView(refused), section: .organizations),
            Case(
                name: "organizations-none",
                page: OrganizationsView(OrganizationsModel(organizations: [], mayEdit: true)),
                section: .organizations),
        ]
    }
}
