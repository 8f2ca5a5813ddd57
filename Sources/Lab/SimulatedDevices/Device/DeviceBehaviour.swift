import Foundation

/// How a device behaves until told otherwise. As JSON: snake_case; in a change, only what is given changes.
public struct DeviceBehaviour: Codable, Sendable, Equatable {
    public struct Fault: Codable, Sendable, Equatable {
        public var code: Int
        public var domain: String
        public var description: String

        public init(code: Int, domain: String, description: String) {
            self.code = code
            self.domain = domain
            self.description = description
        }
    }

    /// False: switched off or out of reach; APNs keeps its notification.
    public var isOnline = true
    /// The screen is locked with a passcode: what iOS refuses then gets NotNow. A Mac is in Power Nap then.
    public var isLocked = false
    /// APNs reaches it, but nothing that it sends arrives anywhere.
    public var isNetworkDown = false
    /// Request types that get NotNow in any case; `*` is all.
    public var notNow: [String] = []
    /// Request types that get CommandFormatError; `*` is all.
    public var formatErrors: [String] = []
    /// Request types that get Error with this chain; `*` is all.
    public var errors: [String: Fault] = [:]
    /// So many answers of the server to results get lost: the device sends the same result again.
    public var losesAnswers = 0
    /// Before each request.
    public var delayMilliseconds = 0
    /// A renewed identity checks in before the InstallProfile that brought it is acknowledged.
    public var checksInBeforeAcknowledging = false
    public var scep = SCEPManners()

    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case isOnline = "online"
        case isLocked = "locked"
        case isNetworkDown = "network_down"
        case notNow = "not_now"
        case formatErrors = "format_errors"
        case errors
        case losesAnswers = "loses_answers"
        case delayMilliseconds = "delay_ms"
        case checksInBeforeAcknowledging = "checks_in_before_acknowledging"
        case scep
    }
}

/// What is to change in a ``DeviceBehaviour``; keys that are missing stay.
public struct BehaviourChange: Decodable, Sendable {
    public var isOnline: Bool?
    public var isLocked: Bool?
    public var isNetworkDown: Bool?
    public var notNow: [String]?
    public var formatErrors: [String]?
    public var errors: [String: DeviceBehaviour.Fault]?
    public var losesAnswers: Int?
    public var delayMilliseconds: Int?
    public var checksInBeforeAcknowledging: Bool?
    public var scep: SCEPManners?

    public init() {}

    /// - Throws: ``DeviceRefusal`` for a key that is none, `DecodingError` for a value of another type.
    public init(from decoder: any Decoder) throws {
        typealias Keys = DeviceBehaviour.CodingKeys
        let known = Set(Keys.allCases.map(\.rawValue))
        for key in try decoder.container(keyedBy: AnyName.self).allKeys where !known.contains(key.stringValue) {
            throw DeviceRefusal(
                "“\(key.stringValue)” is no behaviour. Known are \(known.sorted().joined(separator: ", ")).")
        }
        let values = try decoder.container(keyedBy: Keys.self)
        isOnline = try values.decodeIfPresent(Bool.self, forKey: .isOnline)
        isLocked = try values.decodeIfPresent(Bool.self, forKey: .isLocked)
        isNetworkDown = try values.decodeIfPresent(Bool.self, forKey: .isNetworkDown)
        notNow = try values.decodeIfPresent([String].self, forKey: .notNow)
        formatErrors = try values.decodeIfPresent([String].self, forKey: .formatErrors)
        errors = try values.decodeIfPresent([String: DeviceBehaviour.Fault].self, forKey: .errors)
        losesAnswers = try values.decodeIfPresent(Int.self, forKey: .losesAnswers)
        delayMilliseconds = try values.decodeIfPresent(Int.self, forKey: .delayMilliseconds)
        checksInBeforeAcknowledging = try values.decodeIfPresent(Bool.self, forKey: .checksInBeforeAcknowledging)
        scep = try values.decodeIfPresent(SCEPManners.self, forKey: .scep)
        guard (0...600_000).contains(delayMilliseconds ?? 0), (0...1000).contains(losesAnswers ?? 0) else {
            throw DeviceRefusal("delay_ms goes from 0 to 600000, loses_answers from 0 to 1000.")
        }
    }

    func apply(to behaviour: inout DeviceBehaviour) {
        if let isOnline { behaviour.isOnline = isOnline }
        if let isLocked { behaviour.isLocked = isLocked }
        if let isNetworkDown { behaviour.isNetworkDown = isNetworkDown }
        if let notNow { behaviour.notNow = notNow }
        if let formatErrors { behaviour.formatErrors = formatErrors }
        if let errors { behaviour.errors = errors }
        if let losesAnswers { behaviour.losesAnswers = losesAnswers }
        if let delayMilliseconds { behaviour.delayMilliseconds = delayMilliseconds }
        if let checksInBeforeAcknowledging { behaviour.checksInBeforeAcknowledging = checksInBeforeAcknowledging }
        if let scep { behaviour.scep = scep }
    }
}

/// Lets a decoder see keys that it does not know.
struct AnyName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
