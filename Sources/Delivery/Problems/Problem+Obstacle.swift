import Administration
import Enrollments
import PushCertificates

extension EnrollmentSentences {
    /// Why a device cannot be told anything.
    func obstacle(_ obstacle: ActionObstacle) -> Problem {
        let nothing = ("指示は依頼していません。", "Nothing was requested.")
        switch obstacle {
        case .notYetEnrolled:
            return problem(
                "device-not-yet-enrolled", ("この機器の登録は、まだ終わっていません。", "This device has not finished enrolling."), nothing,
                ("機器でプロファイルのインストールを終えてください。", "Finish installing the profile on the device."))
        case .removed:
            return problem(
                "device-removed", ("この機器は管理から外れています。", "This device has left the management."), nothing,
                ("管理するには、もう一度登録してください。", "Enroll it again to manage it."))
        case .erased:
            return problem(
                "device-erased", ("この機器はワイプ済みです。", "This device was wiped."), nothing,
                ("管理するには、もう一度登録してください。", "Enroll it again to manage it."))
        case .archived:
            return problem(
                "device-enrolled-anew",
                ("この登録は古いものです。機器は登録し直されています。", "This enrollment is over: the device was enrolled again."),
                nothing, ("機器の一覧から開き直してください。", "Open the device from the list again."))
        case .noCertificate:
            return problem(
                "push-certificate-missing", ("Apple Push 証明書が登録されていません。", "No Apple Push certificate is registered."),
                ("機器に指示を届けられません。", "No device can be told anything."),
                ("設定で Apple Push 証明書を登録してください。", "Register one under Settings."))
        case .certificateDeleted:
            return problem(
                "push-certificate-deleted", ("Apple Push 証明書が削除されています。", "The Apple Push certificate is deleted."),
                ("機器に指示を届けられません。", "No device can be told anything."),
                ("設定で元に戻すか、新しい証明書を登録してください。", "Restore it under Settings, or register a new one."))
        case .certificateExpired(let date):
            return problem(
                "push-certificate-expired-for-devices",
                (
                    "Apple Push 証明書の有効期限が \(Wording.instant(date, in: timeZone, .japanese)) に切れました。",
                    "The Apple Push certificate expired at \(Wording.instant(date, in: timeZone, .english))."
                ), ("機器に指示を届けられません。待っている指示は消えません。", "No device can be told anything. Commands that wait are kept."),
                ("同じトピックの行を Renew で更新し、登録してください。", "Renew the row with the same topic and register it."))
        case .topicMismatch(let device, let certificate):
            let shown = Wording.quoted(device ?? "(Unknown)")
            return problem(
                "device-topic-differs",
                (
                    "機器のトピックが、登録中の証明書と異なります。機器: \(shown)、証明書: \(certificate)。",
                    "The device's topic differs from the certificate's. Device: \(shown), certificate: \(certificate)."
                ), ("この機器には指示が届きません。", "This device cannot be reached."),
                (
                    "元のトピックの証明書に戻すか、機器を登録し直してください。",
                    "Return to the certificate of that topic, or enroll the device again."
                ))
        }
    }
}
