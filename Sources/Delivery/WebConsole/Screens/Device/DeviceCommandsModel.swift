/// 機器の詳細 › 指示 (`devices/{id}/commands`).
///
/// `devices/{id}/commands/live` answers ``DeviceCommandsView/live(in:)`` alone (200, text/html), which the script
/// asks for every two seconds while ``isUnderWay``. 取り消す posts `enrollment` to
/// `devices/{id}/commands/{uuid}/cancel`.
struct DeviceCommandsModel: Sendable {
    var face: DeviceFace
    /// In the order of delivery.
    var pending: [CommandFace]
    /// Newest end first.
    var finished: [CommandFace]
    /// `before` of the next page of the history; nil when there are no older ones.
    var olderBefore: Int?
    /// True when this is not the history's first page; such a page is not live.
    var isContinued: Bool
    var message: Message?

    /// Something may change by itself within seconds.
    var isUnderWay: Bool { !isContinued && pending.contains { $0.undeliverable == nil } }
}
