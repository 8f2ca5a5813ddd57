import Enrollments

/// States, groups and facts of devices, wherever they are shown.
enum DeviceWords {
    static let unknown = Text(ja: "(Unknown)", en: "(Unknown)")
    static let none = Text(ja: "(なし)", en: "(none)")

    /// - Parameter silenceDays: as 通知設定 says; nil when nobody watches.
    static func name(of state: DeviceListQuery.State, silenceDays: Int?) -> Text {
        switch state {
        case .managed: Text(ja: "管理中", en: "Managed")
        case .enrolling: Text(ja: "登録中", en: "Enrolling")
        case .commandsWaiting: Text(ja: "指示待ち", en: "Commands waiting")
        case .notNow: Text(ja: "端末が後回し", en: "Put off by device")
        case .silent:
            silenceDays.map { Text(ja: "\($0) 日以上応答なし", en: "Silent for \(days($0))") }
                ?? Text(ja: "応答なし", en: "Silent")
        case .undeliverable: Text(ja: "届けられません", en: "Cannot be reached")
        case .released: Text(ja: "解除済み", en: "Released")
        case .wiped: Text(ja: "ワイプ済み", en: "Wiped")
        }
    }

    /// What the state means, where there is room for a sentence; nil when the name says it all.
    static func meaning(of state: DeviceListQuery.State, silenceDays: Int?) -> Text? {
        switch state {
        case .managed, .commandsWaiting, .undeliverable: nil
        case .enrolling:
            Text(
                ja: "端末からの TokenUpdate を待っています。届くまで、指示は送れません。",
                en: "Waiting for the device’s TokenUpdate. Until it comes, no command can be sent.")
        case .notNow:
            Text(
                ja: "端末は指示を受け取りましたが、ロック中などのため後回しにしました。使えるようになると、端末から取りに来ます。",
                en:
                    "The device has the command and put it off, for example while it is locked. It asks again by itself."
            )
        case .silent:
            silenceDays.map {
                Text(
                    ja: "\($0) 日以上連絡がありません。電源が切れているか、ネットワークにつながっていない可能性があります。",
                    en: "No contact for \(days($0)) or more: it may be switched off or without a network.")
            }
        case .released:
            Text(
                ja: "端末で管理プロファイルが削除されました。管理するには、もう一度登録してください。",
                en: "The management profile was removed on the device. Enroll it again to manage it.")
        case .wiped:
            Text(
                ja: "端末がワイプを実行すると答えました。管理するには、もう一度登録してください。",
                en: "The device answered that it is erasing itself. Enroll it again to manage it.")
        }
    }

    private static func days(_ count: Int) -> String { count == 1 ? "1 day" : "\(count) days" }

    static func name(of family: DeviceListQuery.Family) -> Text {
        switch family {
        case .iPhone: Text(ja: "iPhone", en: "iPhone")
        case .iPad: Text(ja: "iPad", en: "iPad")
        case .mac: Text(ja: "Mac", en: "Mac")
        }
    }

    static func name(of topic: DeviceListQuery.TopicMatch) -> Text {
        switch topic {
        case .matching: Text(ja: "一致", en: "Match")
        case .other: Text(ja: "別のトピック", en: "Other topic")
        case .unknown: unknown
        }
    }

    static let topicMatches = Text(ja: "登録中の証明書と一致", en: "Same as the registered certificate")

    static func name(of contact: DeviceListQuery.LastContact) -> Text {
        switch contact {
        case .day: Text(ja: "24 時間以内", en: "Within 24 hours")
        case .week: Text(ja: "7 日以内", en: "Within 7 days")
        case .older: Text(ja: "7 日以上", en: "7 days or more")
        case .never: Text(ja: "なし", en: "Never")
        }
    }

    static func name(of supervision: DeviceListQuery.Supervision) -> Text {
        switch supervision {
        case .supervised: Text(ja: "あり", en: "Supervised")
        case .notSupervised: Text(ja: "なし", en: "Not supervised")
        case .unknown: Text(ja: "不明", en: "Unknown")
        }
    }

    static let cannotDeliver = Text(ja: "届けられません", en: "Cannot be delivered")

    /// What stands after 「届けられません: 」.
    static func reason(_ reason: UndeliverableReason, in c: ViewContext) -> Text {
        switch reason {
        case .noCertificate: Text(ja: "証明書の未登録", en: "no certificate registered")
        case .certificateExpired(let at):
            Text(
                ja: "証明書の期限切れ (\(c.dateTime(at)))", en: "certificate expired (\(c.dateTime(at)))")
        case .certificateDeleted(let at):
            Text(ja: "証明書の削除 (\(c.dateTime(at)))", en: "certificate deleted (\(c.dateTime(at)))")
        case .otherTopic: Text(ja: "トピック不一致", en: "other topic")
        case .topicUnknown: Text(ja: "トピックが (Unknown)", en: "topic (Unknown)")
        case .noPushToken: Text(ja: "TokenUpdate 待ち", en: "waiting for TokenUpdate")
        case .tokenRetired(let at):
            Text(
                ja: "APNs がトークンを無効と回答 (\(c.dateTime(at)))",
                en: "APNs says the token is no longer valid (\(c.dateTime(at)))")
        }
    }

    /// What to do about it.
    static func remedy(_ reason: UndeliverableReason) -> Text {
        switch reason {
        case .noCertificate, .certificateExpired:
            Text(
                ja: "指示は消えません。証明書を登録すると、順に届きます。",
                en: "Nothing is lost; commands go out in order once a certificate is registered.")
        case .certificateDeleted:
            Text(
                ja: "指示は消えません。証明書を元に戻すか登録すると、順に届きます。",
                en: "Nothing is lost; commands go out in order once the certificate is restored or one is registered.")
        case .otherTopic:
            Text(
                ja: "この機器は、登録中の証明書とは別のトピックで登録されています。機器をもう一度登録してください。",
                en: "This device was enrolled with another topic than the registered certificate’s. Enroll it again.")
        case .topicUnknown, .noPushToken:
            Text(
                ja: "端末の登録が終わると、順に届きます。終わらないときは、端末でもう一度登録してください。",
                en: "Commands go out once enrollment is complete. If it never is, enroll the device again.")
        case .tokenRetired:
            Text(
                ja: "端末が次に連絡すると、自動で直ります。連絡がないときは、端末でもう一度登録してください。",
                en: "The device’s next contact mends this. If none comes, enroll it again.")
        }
    }
}
