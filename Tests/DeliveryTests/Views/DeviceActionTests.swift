import Enrollments
import Foundation
import Testing

@testable import WebConsole

@Suite struct DeviceActionTests {
    private let c = Sample.context()

    private func dialog(_ model: DeviceActionModel) -> Markup {
        Markup(text: DeviceActionView(model).dialog(in: c)?.markup ?? "")
    }

    @Test func `the wipe names the device, asks for the end of its serial, and begins at キャンセル`() {
        let markup = dialog(Sample.action(.wipe))
        for part in [
            "営業部 iPhone 01", "KZ8Q4T1X7P", "営業 01", "営業部", "登録日時", "2026/11/20 10:00:00", "最終通信", "この 1 台をワイプする",
        ] {
            #expect(markup.words.contains(part), "\(part)")
        }
        let fields = markup.tags("input")
        #expect(
            fields.contains { $0.contains("name=\"serial\"") && $0.contains("value=\"\"") && $0.contains("required") })
        #expect(fields.contains { $0.contains("name=\"password\"") && $0.contains("type=\"password\"") })
        #expect(fields.contains { $0.contains("name=\"keep-plan\"") })
        #expect(fields.contains { $0.contains("name=\"enrollment\" value=\"e2\"") })
        #expect(fields.contains { $0.contains("name=\"opened\" value=\"2026-11-21T14:00:00+09:00\"") })
        #expect(markup.tags.filter { $0.contains(" autofocus") }.map { $0.hasPrefix("<a class=\"btn\"") } == [true])
        #expect(markup.tags.filter { $0.contains("danger solid") }.count == 1)
    }

    @Test func `a Mac has other options, and is told of its PIN`() {
        let markup = dialog(Sample.action(.wipe, family: .mac))
        #expect(!markup.text.contains("keep-plan") && markup.words.contains("6 桁の PIN をサーバーが作り"))
        #expect(dialog(Sample.action(.lock, family: .mac)).words.contains("Mac は再起動し"))
        #expect(
            dialog(Sample.action(.lock)).tags("input").filter { $0.contains("\"message\"") || $0.contains("\"phone\"") }
                .count == 2)
    }

    @Test func `a device that enrolled meanwhile is told of before anything else`() {
        var model = Sample.action(.wipe)
        model.enrolledMeanwhile = Sample.now
        model.input.serialEnd = "1X7P"
        model.problem = Sample.refusal(.serialMismatch)
        model.wrongFields = [.serial]
        let markup = dialog(model)
        #expect(markup.words.contains("この画面を開いたあと、2026/11/21 14:00:00 に機器が再登録されました。"))
        #expect(markup.tags("input").contains { $0.contains("value=\"1X7P\"") && $0.contains("aria-invalid=\"true\"") })
    }

    @Test func `a PIN is shown only when it is given`() {
        let entry = EscrowEntry(commandUUID: "U9", requestType: "DeviceLock", at: Sample.now)
        var model = DevicePINModel(
            face: Sample.face(family: .mac), entry: entry, pin: nil, isNew: false, isPasswordNeeded: false, problem: nil
        )
        let ask = DevicePINView(model).main(in: c).markup
        #expect(ask.contains("action=\"/sample/devices/d1/pin/U9\"") && !ask.contains("class=\"pin\""))
        model.pin = "042917"
        #expect(DevicePINView(model).main(in: c).markup.contains("<b class=\"pin\">042917</b>"))
    }

    @Test func `no invitation can be begun where no device could enroll`() {
        for readiness in [
            EnrollmentReadiness.noCertificate, .certificateExpired(Sample.now), .certificateDeleted(Sample.now),
            .noPublicAddress,
        ] {
            let markup = InvitationsView(Sample.invitations(readiness)).main(in: c).markup
            #expect(markup.contains("いまは機器を登録できません。") && !markup.contains("name=\"count\""), "\(readiness)")
        }
        #expect(InvitationsView(Sample.invitations()).main(in: c).markup.contains("name=\"count\""))
    }

    @Test func `every reason of APNs has a meaning and a next step in both languages`() {
        let reasons = """
            BadCollapseId BadDeviceToken BadExpirationDate BadMessageId BadPriority BadTopic DeviceTokenNotForTopic \
            DuplicateHeaders IdleTimeout InvalidPushType MissingDeviceToken MissingTopic PayloadEmpty TopicDisallowed \
            BadCertificate BadCertificateEnvironment ExpiredProviderToken InvalidProviderToken MissingProviderToken \
            Forbidden UnrelatedKeyIdInToken BadEnvironmentKeyIdInToken BadPath MethodNotAllowed Unregistered \
            ExpiredToken PayloadTooLarge TooManyProviderTokenUpdates TooManyRequests InternalServerError \
            ServiceUnavailable Shutdown
            """
        #expect(Set(PushReasonWords.byReason.keys) == Set(reasons.split(separator: " ").map(String.init)))
        let statuses = [0, 400, 403, 404, 405, 410, 413, 429, 500, 503, 599]
        for words in Array(PushReasonWords.byReason.values)
            + statuses.map({ PushReasonWords.of(status: $0, reason: "?") })
        {
            for text in [words.meaning.ja, words.nextStep.ja] { #expect(text.hasSuffix("。"), "\(text)") }
            for text in [words.meaning.en, words.nextStep.en] { #expect(text.hasSuffix("."), "\(text)") }
        }
        #expect(PushReasonWords.of(status: 410, reason: "New") == PushReasonWords.byReason["Unregistered"])
    }
}
