import MDMProtocol
import Testing

struct CheckInTests {
    @Test func `an iPhone's Authenticate is read`() throws {
        let body = Bodies.message(
            "Authenticate",
            [
                ("DeviceName", .string("鈴木のiPhone")), ("ProductName", .string("iPhone15,4")),
                ("OSVersion", .string("26.1")), ("SerialNumber", .string("KZN0000001")), ("Model", .string("MU6A3J")),
            ])
        guard case .authenticate(let message) = try CheckInMessage(reading: body) else {
            Issue.record("not an Authenticate")
            return
        }
        #expect(message.channel == Channel(deviceID: Bodies.udid))
        #expect(message.topic == Bodies.topic)
        #expect(message.deviceName == "鈴木のiPhone")
        #expect(message.platform == .iPhone)
        #expect(message.osVersion == "26.1")
        #expect(message.imei == nil)
    }

    @Test func `a TokenUpdate is read`() throws {
        let body = Bodies.tokenUpdate([("UnlockToken", .data([1, 2, 3]))])
        guard case .tokenUpdate(let message) = try CheckInMessage(reading: body) else {
            Issue.record("not a TokenUpdate")
            return
        }
        #expect(message.token == Array(0..<32))
        #expect(message.pushMagic == "7C1E0F0B")
        #expect(message.unlockToken == [1, 2, 3])
        #expect(message.awaitingConfiguration)
        #expect(!message.notOnConsole)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let keys: [(String, PropertyList?)]
        let channel: Channel?
    }

    static let channels = [
        Row(testDescription: "device", keys: [], channel: Channel(deviceID: Bodies.udid)),
        Row(
            testDescription: "user of a Mac",
            keys: [
                ("UserID", .string("E7A5")), ("UserShortName", .string("ichiro")), ("UserLongName", .string("鈴木 一郎")),
            ],
            channel: Channel(
                deviceID: Bodies.udid, user: UserChannel(id: "E7A5", shortName: "ichiro", longName: "鈴木 一郎"))),
        Row(
            testDescription: "user of a Shared iPad: the account tells them apart",
            keys: [
                ("UserID", .string("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")),
                ("UserShortName", .string("suzuki@example.jp")),
            ],
            channel: Channel(
                deviceID: Bodies.udid, user: UserChannel(id: "suzuki@example.jp", shortName: "suzuki@example.jp"))),
        Row(
            testDescription: "Shared iPad without an account",
            keys: [("UserID", .string("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"))],
            channel: nil),
        Row(
            testDescription: "User Enrollment", keys: [("UDID", nil), ("EnrollmentID", .string("9a3f"))],
            channel: Channel(deviceID: "9a3f", isUserEnrollment: true)),
        Row(
            testDescription: "Mac user in a User Enrollment",
            keys: [("UDID", nil), ("EnrollmentID", .string("9a3f")), ("EnrollmentUserID", .string("77"))],
            channel: Channel(deviceID: "9a3f", isUserEnrollment: true, user: UserChannel(id: "77"))),
        Row(testDescription: "nobody", keys: [("UDID", nil)], channel: nil),
        Row(testDescription: "empty UDID", keys: [("UDID", .string(""))], channel: nil),
        Row(testDescription: "UDID of 65", keys: [("UDID", .string(String(repeating: "A", count: 65)))], channel: nil),
        Row(testDescription: "UDID with a space", keys: [("UDID", .string("A B"))], channel: nil),
        Row(testDescription: "UDID that is not ASCII", keys: [("UDID", .string("機器"))], channel: nil),
        Row(testDescription: "UDID that is a number", keys: [("UDID", .integer(1))], channel: nil),
        Row(testDescription: "empty UserID", keys: [("UserID", .string(""))], channel: nil),
        Row(testDescription: "UserID with a line feed", keys: [("UserID", .string("a\nb"))], channel: nil),
    ]

    @Test(arguments: channels) func `the channel follows Apple's table`(_ row: Row) {
        let message = try? CheckInMessage(reading: Bodies.tokenUpdate(row.keys))
        #expect(message?.channel == row.channel)
    }

    @Test func `a user channel knows the channel of its device`() {
        let user = Channel(deviceID: "9a3f", isUserEnrollment: true, user: UserChannel(id: "77"))
        #expect(user.device == Channel(deviceID: "9a3f", isUserEnrollment: true))
        #expect(user.device.isDevice && !user.isDevice)
    }

    static let wrong: [(String, PropertyList?, CheckInError)] = [
        ("Topic", nil, .missing(key: "Topic")),
        ("Topic", .string(""), .invalid(key: "Topic")),
        ("Topic", .string(String(repeating: "t", count: 256)), .invalid(key: "Topic")),
        ("Topic", .string("a\u{7F}b"), .invalid(key: "Topic")),
        ("Topic", .integer(1), .wrongType(key: "Topic")),
        ("Token", nil, .missing(key: "Token")),
        ("Token", .data(Array(0..<31)), .invalid(key: "Token")),
        ("Token", .data(Array(0..<101)), .invalid(key: "Token")),
        ("Token", .string("q83v"), .wrongType(key: "Token")),
        ("PushMagic", nil, .missing(key: "PushMagic")),
        ("PushMagic", .string(String(repeating: "m", count: 257)), .invalid(key: "PushMagic")),
        ("PushMagic", .string("\"}\n"), .invalid(key: "PushMagic")),
        ("AwaitingConfiguration", .string("true"), .wrongType(key: "AwaitingConfiguration")),
        ("UnlockToken", .string("x"), .wrongType(key: "UnlockToken")),
        ("MessageType", nil, .missing(key: "MessageType")),
        ("MessageType", .array([]), .wrongType(key: "MessageType")),
    ]

    @Test(arguments: wrong)
    func `a TokenUpdate that is wrong says which key`(_ key: String, _ value: PropertyList?, _ error: CheckInError) {
        #expect(throws: error) { try CheckInMessage(reading: Bodies.tokenUpdate([(key, value)])) }
    }

    @Test func `bounds are still inside`() throws {
        for count in [32, 100] {
            _ = try CheckInMessage(reading: Bodies.tokenUpdate([("Token", .data(Array(repeating: 7, count: count)))]))
        }
        let long = String(repeating: "m", count: 255)
        _ = try CheckInMessage(
            reading: Bodies.tokenUpdate([("PushMagic", .string(long + "m")), ("Topic", .string(long))]))
    }

    @Test func `a long name is cut, not refused`() throws {
        let body = Bodies.message("Authenticate", [("DeviceName", .string(String(repeating: "名", count: 500)))])
        guard case .authenticate(let message) = try CheckInMessage(reading: body) else { return }
        #expect(message.deviceName == String(repeating: "名", count: 341))
    }

    @Test(arguments: ["Authenticate", "TokenUpdate", "CheckOut"])
    func `small messages are refused above 64 KiB`(_ type: String) {
        let body = Bodies.message(type, [("Padding", .string(String(repeating: "x", count: 65_536)))])
        #expect(throws: CheckInError.tooLarge(messageType: type, bytes: body.count, limit: 65_536)) {
            try CheckInMessage(reading: body)
        }
    }

    @Test func `a status report may be larger`() throws {
        let data = [UInt8](repeating: 0x20, count: 200_000)
        let body = Bodies.message("DeclarativeManagement", [("Endpoint", .string("status")), ("Data", .data(data))])
        guard case .declarativeManagement(let message) = try CheckInMessage(reading: body) else {
            Issue.record("not a DeclarativeManagement")
            return
        }
        #expect(message.endpoint == "status")
        #expect(message.data?.count == 200_000)
    }

    @Test func `Authenticate is for the device channel only`() {
        let body = Bodies.message("Authenticate", [("UserID", .string("E7A5"))])
        #expect(throws: CheckInError.invalid(key: "UserID")) { try CheckInMessage(reading: body) }
    }

    @Test func `UserAuthenticate is for users only`() throws {
        let user: [(String, PropertyList?)] = [("UserID", .string("E7A5")), ("DigestResponse", .string("Digest …"))]
        guard
            case .userAuthenticate(let message) = try CheckInMessage(reading: Bodies.message("UserAuthenticate", user))
        else { return }
        #expect(message.digestResponse == "Digest …")
        #expect(throws: CheckInError.missing(key: "UserID")) {
            try CheckInMessage(reading: Bodies.message("UserAuthenticate"))
        }
    }

    @Test func `an empty bootstrap token takes the stored one away`() throws {
        let body = Bodies.message("SetBootstrapToken", [("BootstrapToken", .data([]))])
        guard case .setBootstrapToken(let message) = try CheckInMessage(reading: body) else { return }
        #expect(message.bootstrapToken == nil)
        #expect(GetBootstrapToken.answer([1]) == .dictionary([("BootstrapToken", .data([1]))]))
        #expect(GetBootstrapToken.answer(nil) == .dictionary([]))
    }

    @Test func `the remaining messages are told by their type`() throws {
        let getToken = Bodies.message("GetToken", [("TokenServiceType", .string("com.apple.maid"))])
        guard case .getToken(let message) = try CheckInMessage(reading: getToken) else { return }
        #expect(message.tokenServiceType == "com.apple.maid")
        guard case .getBootstrapToken = try CheckInMessage(reading: Bodies.message("GetBootstrapToken")),
            case .checkOut(let checkOut) = try CheckInMessage(reading: Bodies.message("CheckOut"))
        else {
            Issue.record("told wrongly")
            return
        }
        #expect(checkOut.topic == Bodies.topic)
        guard
            case .unknown("ReturnToService", Channel(deviceID: Bodies.udid)) = try CheckInMessage(
                reading: Bodies.message("ReturnToService"))
        else {
            Issue.record("told wrongly")
            return
        }
    }

    @Test func `what is no dictionary is no message`() {
        #expect(throws: CheckInError.missing(key: "MessageType")) {
            try CheckInMessage(reading: PropertyList.array([]).xmlBytes)
        }
        #expect(throws: CheckInError.unreadable(.unknownForm)) { try CheckInMessage(reading: []) }
    }
}
