import Foundation

/// The sheet with which the master key can be typed in again. Shown once, at the end of set-up, to be printed.
/// Posts `stored=yes` when the person says that it lies in a safe place.
struct RecoverySheetModel: Sendable {
    var action: String
    /// Base32 in groups, the last with the checksum, in reading order.
    var groups: [String]
    /// Tells sheets of several installations apart; public.
    var installationID: String
    var createdAt: Date
    /// The box was not ticked.
    var isConfirmationMissing: Bool
}
