import Enrollments

/// 機器の詳細 › ログ (`devices/{id}/log`): ログ filtered to the device, all generations.
struct DeviceLogModel: Sendable {
    var face: DeviceFace
    var log: LogModel
}
