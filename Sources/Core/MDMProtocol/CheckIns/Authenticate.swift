/// A device asks to be enrolled, or enrolls again. Source: `mdm/checkin/authenticate.yaml`.
///
/// Only on the device channel. 200 says yes; the enrollment stays pending until the first ``TokenUpdate``.
/// Facts are what the device says of itself, each cut to 1 KiB, nil when it did not say.
public struct Authenticate: Hashable, Sendable {
    public let channel: Channel
    /// 1 to 255 bytes without control characters; whether it is ours is for the enrollment to decide.
    public let topic: String
    public let deviceName: String?
    public let modelName: String?
    public let model: String?
    public let productName: String?
    public let osVersion: String?
    public let buildVersion: String?
    public let serialNumber: String?
    public let imei: String?
    public let meid: String?

    /// What kind of device it says it is.
    public var platform: Platform { Platform(productName: productName, model: model ?? modelName) }

    init(in message: borrowing MessageFields) throws(CheckInError) {
        channel = try Channel(in: message)
        guard channel.isDevice else { throw .invalid(key: channel.isUserEnrollment ? "EnrollmentUserID" : "UserID") }
        topic = try message.topic()
        deviceName = try message.fact("DeviceName")
        modelName = try message.fact("ModelName")
        model = try message.fact("Model")
        productName = try message.fact("ProductName")
        osVersion = try message.fact("OSVersion")
        buildVersion = try message.fact("BuildVersion")
        serialNumber = try message.fact("SerialNumber")
        imei = try message.fact("IMEI")
        meid = try message.fact("MEID")
    }
}
