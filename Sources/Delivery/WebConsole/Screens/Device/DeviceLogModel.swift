import Enrollments

/// 機器の詳細 › ログ (`devices/{id}/log`), newest first, all generations.
struct DeviceLogModel: Sendable {
    var face: DeviceFace
    var events: [DeviceEvent]
    /// `before` of the next page; nil when there are no older entries.
    var olderBefore: Int?
    var isContinued: Bool
}
