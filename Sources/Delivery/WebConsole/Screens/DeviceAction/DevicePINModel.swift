import Foundation

/// A Mac's PIN in escrow (`devices/{id}/pin/{uuid}`): GET asks, POST (with `password` when needed) shows it once
/// and is written to the log. After a lock or wipe of a Mac the same page shows the new PIN at once.
struct DevicePINModel: Sendable {
    var face: DeviceFace
    var entry: EscrowEntry
    /// Nil: the page asks whether to show it.
    var pin: String?
    /// It was made a moment ago by the act itself.
    var isNew: Bool
    var isPasswordNeeded: Bool
    var problem: Message?
}
