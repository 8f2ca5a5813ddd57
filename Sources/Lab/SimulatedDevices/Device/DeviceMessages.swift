import Foundation
import MDMProtocol

/// The messages a device sends, as property lists. Source: apple/device-management, `mdm/checkin/`.
struct DeviceMessages {
    let facts: DeviceFacts
    let enrollment: Enrollment

    private typealias Entry = (key: String, value: PropertyList)

    func authenticate() -> [UInt8] {
        var entries = checkIn("Authenticate")
        if enrollment.profile.mdm.accessRights & 16 != 0 {
            entries += [
                ("DeviceName", .string(facts.name)), ("ModelName", .string(facts.modelName)),
                ("Model", .string(facts.productName)), ("ProductName", .string(facts.productName)),
                ("OSVersion", .string(facts.osVersion)), ("BuildVersion", .string(facts.buildVersion)),
                ("SerialNumber", .string(facts.serialNumber)),
            ]
            if let imei = facts.imei { entries.append(("IMEI", .string(imei))) }
        }
        return written(entries)
    }

    func tokenUpdate(_ channel: Channel) -> [UInt8] {
        var entries = checkIn("TokenUpdate") + identifiers(channel).dropFirst()
        switch channel {
        case .device:
            entries += [
                ("Token", .data([UInt8](enrollment.token))), ("PushMagic", .string(enrollment.pushMagic)),
                ("AwaitingConfiguration", .boolean(enrollment.awaitsConfiguration ?? false)),
            ]
            if let token = enrollment.unlockToken { entries.append(("UnlockToken", .data([UInt8](token)))) }
        case .user:
            entries += [
                ("Token", .data([UInt8](enrollment.userToken ?? Data()))),
                ("PushMagic", .string(enrollment.userPushMagic ?? "")), ("NotOnConsole", .boolean(false)),
            ]
        }
        return written(entries)
    }

    func checkOut() -> [UInt8] { written(checkIn("CheckOut")) }

    func setBootstrapToken(_ token: [UInt8]) -> [UInt8] {
        written([
            ("MessageType", .string("SetBootstrapToken")), ("UDID", .string(facts.udid)),
            ("BootstrapToken", .data(token)), ("AwaitingConfiguration", .boolean(false)),
        ])
    }

    func idle(_ channel: Channel) -> [UInt8] {
        written([("Status", .string("Idle"))] + identifiers(channel))
    }

    func result(_ answer: CommandAnswer, to commandUUID: String, _ channel: Channel) -> [UInt8] {
        written(
            [("CommandUUID", .string(commandUUID)), ("Status", .string(answer.status.rawValue))]
                + identifiers(channel) + answer.entries)
    }

    /// `UDID` first, then who the user is.
    private func identifiers(_ channel: Channel) -> [Entry] {
        let device: [Entry] = [("UDID", .string(facts.udid))]
        guard channel == .user else { return device }
        return device + [
            ("UserID", .string(facts.userID ?? "")), ("UserShortName", .string(facts.userShortName ?? "")),
            ("UserLongName", .string(facts.userLongName ?? "")),
        ]
    }

    private func checkIn(_ type: String) -> [Entry] {
        [
            ("MessageType", .string(type)), ("Topic", .string(enrollment.profile.mdm.topic)),
            ("UDID", .string(facts.udid)),
        ]
    }

    private func written(_ entries: [Entry]) -> [UInt8] { Array(PropertyList.dictionary(entries).xml.utf8) }
}
