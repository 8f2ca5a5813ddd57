import Foundation

/// A question before an act, drawn over the device's page (`devices/{id}/{kind}`); posts to the same address.
///
/// Fields of every form: `csrf`, `enrollment`, and `opened` (RFC 3339, when the page was first made), by which
/// the server sees that the device enrolled after the page was opened.
/// リモートロック adds `message`, `phone`; リモートワイプ adds `serial` (last four), `keep-plan` = `yes`,
/// `no-proximity` = `yes`, `return-to-service` never; with ``isPasswordNeeded`` also `password`.
struct DeviceActionModel: Sendable {
    /// The page beneath.
    var page: DeviceModel
    /// Not `.sync`, which has no question.
    var kind: DeviceAction.Kind
    /// When the page was first opened; kept over a refused form.
    var openedAt: Date
    /// The device enrolled anew after ``openedAt``: the act is asked for again, with this said first.
    var enrolledMeanwhile: Date?
    /// The last step-up is older than five minutes.
    var isPasswordNeeded: Bool
    /// A Mac needs a PIN: it is made by the server, shown once afterwards and kept in escrow.
    var makesPIN: Bool
    /// What was typed.
    var input = Input()
    /// Which fields are marked.
    var wrongFields: Set<Field> = []
    var problem: Message?

    struct Input: Sendable, Equatable {
        var message = ""
        var phoneNumber = ""
        var serialEnd = ""
        var keepsDataPlan = false
        var forbidsProximitySetup = false
    }

    enum Field: String, Sendable {
        case message, phone, serial, password
    }
}
