import Foundation
import Testing

@testable import MDMProtocol

struct CommandTests {
    @Test func `a command is written as Apple shows it`() {
        let lock = DeviceCommand.lock(message: "A & B", phoneNumber: "03-0000-0000")
        #expect(
            lock.plist(uuid: "U-1").xml == """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                \t<key>CommandUUID</key>
                \t<string>U-1</string>
                \t<key>Command</key>
                \t<dict>
                \t\t<key>RequestType</key>
                \t\t<string>DeviceLock</string>
                \t\t<key>Message</key>
                \t\t<string>A &amp; B</string>
                \t\t<key>PhoneNumber</key>
                \t\t<string>03-0000-0000</string>
                \t</dict>
                </dict>
                </plist>

                """)
    }

    static let commands: [(DeviceCommand, CommandKind, [String])] = [
        (.deviceInformation(on: .iPhone), .deviceInformation, ["Queries"]),
        (.securityInfo, .securityInfo, []),
        (.profileList, .profileList, []),
        (.certificateList, .certificateList, []),
        (.installedApplicationList(on: .iPad), .installedApplicationList, ["Items"]),
        (.installedApplicationList(on: .mac), .installedApplicationList, []),
        (.lock(pin: "123456"), .lock, ["PIN"]),
        (.lock(), .lock, []),
        (.erase(), .erase, []),
        (
            .erase(preserveDataPlan: true, disallowProximitySetup: false), .erase,
            ["PreserveDataPlan", "DisallowProximitySetup"]
        ),
        (.erase(pin: "123456", obliterationBehavior: .doNotObliterate), .erase, ["PIN", "ObliterationBehavior"]),
        (.clearPasscode(unlockToken: [1]), .clearPasscode, ["UnlockToken"]),
        (.restart(), .restart, []),
        (.restart(notifyUser: true), .restart, ["NotifyUser"]),
        (.shutDown, .shutDown, []),
        (.installProfile(payload: [1]), .installEnrollmentProfile, ["Payload"]),
    ]

    @Test(arguments: commands) func `keys are written only when given`(
        _ command: DeviceCommand, _ kind: CommandKind, _ keys: [String]
    ) throws {
        #expect(command.requestType == kind.requestType)
        #expect(command.keys.map(\.key) == keys)
        #expect(try PropertyList(reading: command.plist(uuid: "U").xmlBytes) == command.plist(uuid: "U"))
    }

    @Test func `destructive are lock, erase and clear passcode`() {
        #expect(Set(CommandKind.allCases.filter(\.isDestructive)) == [.lock, .erase, .clearPasscode])
    }

    @Test func `all rights together are what the profile asks for`() {
        let needed = CommandKind.allCases.compactMap(\.accessRight).reduce(0, |)
        #expect(needed == 1 | 2 | 4 | 8 | 256 | 1024)
        #expect(Int64(needed) & EnrollmentProfile.allAccessRights == Int64(needed))
    }

    @Test func `commands are equal when type, keys and order are`() {
        #expect(DeviceCommand.lock(message: "a", pin: "1") == .lock(message: "a", pin: "1"))
        #expect(DeviceCommand.lock(message: "a") != .lock(pin: "a"))
        #expect(DeviceCommand.securityInfo != .profileList)
    }

    static let availabilities: [(CommandKind, Platform, String?, Bool?, Availability)] = [
        (.lock, .iPhone, "26.1", false, .available),
        (.lock, .mac, nil, nil, .available),
        (.lock, .other, "26.1", true, .notOn(.other)),
        (.clearPasscode, .mac, "26.1", true, .notOn(.mac)),
        (.clearPasscode, .iPad, "26.1", nil, .available),
        (.restart, .iPhone, "26.1", true, .available),
        (.restart, .iPhone, "26.1", false, .needsSupervision),
        (.restart, .iPhone, "26.1", nil, .available),
        (.restart, .iPhone, "9.3.5", true, .needsOS("10.3")),
        (.restart, .iPhone, "10.3", true, .available),
        (.restart, .mac, "10.12.6", nil, .needsOS("10.13")),
        (.restart, .mac, "10.13", false, .available),
        (.shutDown, .iPad, "26.1", false, .needsSupervision),
        (.shutDown, .iPad, "odd", true, .available),
    ]

    @Test(arguments: availabilities) func `availability is told with its reason`(
        _ kind: CommandKind, _ platform: Platform, _ version: String?, _ supervised: Bool?, _ expected: Availability
    ) {
        #expect(kind.isAvailable(on: platform, osVersion: version, isSupervised: supervised) == expected)
    }

    static let products: [(String?, String?, Platform)] = [
        ("iPhone15,4", nil, .iPhone), ("iPad14,1", nil, .iPad), ("Mac15,3", nil, .mac),
        ("MacBookPro18,1", nil, .mac), ("iMac21,1", nil, .mac), ("VirtualMac2,1", nil, .mac),
        (nil, "MacBook Pro", .mac),
        (nil, "iPhone", .iPhone), ("AppleTV14,1", nil, .other), ("iPod9,1", nil, .other), (nil, nil, .other),
        ("", "iPad", .iPad), ("Watch7,1", "iPhone", .iPhone),
    ]

    @Test(arguments: products) func `the platform is told from the product`(
        _ product: String?, _ model: String?, _ platform: Platform
    ) {
        #expect(Platform(productName: product, model: model) == platform)
    }
}

/// The catalogue against Apple's schema, of which Tests/Fixtures/command-facts.json keeps the facts.
struct CommandFactTests {
    struct Facts: Decodable {
        struct System: Decodable {
            let introduced: String
            let supervised: Bool
        }
        let iOS: System
        let macOS: System
        let keys: [String: [String: String]]
        let queries: [String: [String: String]]?
    }

    let facts: [String: Facts]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/command-facts.json")
        facts = try JSONDecoder().decode([String: Facts].self, from: Data(contentsOf: file))
    }

    @Test(arguments: CommandKind.allCases) func `first versions and supervision are Apple's`(_ kind: CommandKind) throws
    {
        let apple = try #require(facts[kind.requestType])
        func version(_ text: String) -> String? { text == "n/a" ? nil : text }
        #expect(kind.support.iOS == version(apple.iOS.introduced))
        #expect(kind.support.macOS == version(apple.macOS.introduced))
        #expect(kind.support.supervisedOniOS == apple.iOS.supervised)
        #expect(!apple.macOS.supervised)
    }

    @Test(arguments: [Platform.iPhone, .iPad, .mac, .other])
    func `every query exists on the platform that is asked`(_ platform: Platform) throws {
        let queries = try #require(facts["DeviceInformation"]?.queries)
        let names = DeviceCommand.queries(on: platform)
        #expect(Set(names).count == names.count)
        for name in names {
            let introduced = try #require(queries[name], "\(name)")
            let systems = platform == .mac ? ["macOS"] : platform == .other ? ["iOS", "macOS"] : ["iOS"]
            for system in systems { #expect(introduced[system] != "n/a", "\(name)") }
        }
    }

    @Test func `every key of a command is Apple's`() {
        for (command, _, keys) in CommandTests.commands {
            for key in keys { #expect(facts[command.requestType]?.keys[key] != nil, "\(command.requestType): \(key)") }
        }
    }
}
