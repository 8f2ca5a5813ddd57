/// What kind of thing a simulated device is.
public enum DeviceKind: String, Codable, Sendable, CaseIterable {
    case iPhone
    case iPad
    case mac = "Mac"
}

/// The hardware and its settings: what stays when a device is wiped and set up anew, its name excepted.
public struct DeviceFacts: Codable, Sendable, Equatable {
    public var kind: DeviceKind
    public var name: String
    public var serialNumber: String
    /// `8-16` hexadecimal digits on iPhone and iPad, a UUID on Mac.
    public var udid: String
    /// Mac only: what developers' tools call it.
    public var provisioningUDID: String?
    public var modelName: String
    /// As printed on the box, such as `MYU63J/A`.
    public var model: String
    public var modelNumber: String
    public var productName: String
    public var osVersion: String
    public var buildVersion: String
    public var imei: String?
    public var iccid: String?
    public var phoneNumber: String?
    public var wifiMAC: String
    public var bluetoothMAC: String
    public var ethernetMAC: String?
    public var isSupervised: Bool
    /// Decimal gigabytes.
    public var capacity: Double
    public var availableCapacity: Double
    public var batteryLevel: Double
    public var hasPasscode: Bool
    /// Mac only: the user whose session is managed.
    public var userID: String?
    public var userShortName: String?
    public var userLongName: String?

    var isMac: Bool { kind == .mac }
}

extension DeviceFacts {
    /// A believable new device. `number` counts the devices of a fleet and only chooses names.
    static func invented(_ kind: DeviceKind, number: Int, isSupervised: Bool? = nil) -> DeviceFacts {
        var generator = SystemRandomNumberGenerator()
        func pick<Value>(_ values: [Value], _ fallback: Value) -> Value {
            values.isEmpty ? fallback : values[number % values.count]
        }
        func hex(_ digits: Int) -> String {
            (0..<digits).map { _ in String(UInt8.random(in: 0...15, using: &generator), radix: 16, uppercase: true) }
                .joined()
        }
        func decimal(_ digits: Int) -> String {
            (0..<digits).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
        }
        func mac(_ vendor: String) -> String {
            vendor + (0..<3).map { _ in ":" + hex(2).lowercased() }.joined()
        }
        let family = pick(["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤"], "佐藤")
        let roman = pick(
            ["sato", "suzuki", "takahashi", "tanaka", "ito", "watanabe", "yamamoto", "nakamura", "kobayashi", "kato"],
            "sato")
        let serial =
            "KZ"
            + (0..<8).map { _ in
                String("0123456789CDFGHJKLMNPQRTVWXY".randomElement(using: &generator) ?? "0")
            }.joined()
        let hardware = Hardware.of(kind, number: number)
        let capacity = pick([128.0, 256.0, 512.0], 256)
        return DeviceFacts(
            kind: kind, name: "\(family)の\(kind == .mac ? "MacBook Air" : kind.rawValue)", serialNumber: serial,
            udid: kind == .mac
                ? "\(hex(8))-\(hex(4))-5\(hex(3))-A\(hex(3))-\(hex(12))" : "\(hardware.chip)-\(hex(14))1E",
            provisioningUDID: kind == .mac ? "\(hardware.chip)-\(hex(14))1E" : nil, modelName: hardware.name,
            model: hardware.part + "J/A", modelNumber: hardware.part + "J/A", productName: hardware.product,
            osVersion: "26.1", buildVersion: kind == .mac ? "25B78" : "23B85",
            imei: kind == .iPhone ? Self.imei(decimal(6)) : nil,
            iccid: kind == .iPhone ? "8981100000\(decimal(9))" : nil,
            phoneNumber: kind == .iPhone ? "+8190\(decimal(8))" : nil, wifiMAC: mac("a4:c6:f0"),
            bluetoothMAC: mac("a4:c6:f1"), ethernetMAC: kind == .mac ? mac("a4:c6:f2") : nil,
            isSupervised: isSupervised ?? (kind == .mac), capacity: capacity,
            availableCapacity: (capacity * Double.random(in: 0.3...0.8, using: &generator) * 100).rounded() / 100,
            batteryLevel: Double(Int.random(in: 21...100, using: &generator)) / 100, hasPasscode: true,
            userID: kind == .mac ? "\(hex(8))-\(hex(4))-4\(hex(3))-9\(hex(3))-\(hex(12))" : nil,
            userShortName: kind == .mac ? roman : nil, userLongName: kind == .mac ? family : nil)
    }

    /// 3GPP TS 23.003 §6.2.1: type allocation code, serial number, Luhn's check digit.
    private static func imei(_ serial: String) -> String {
        let digits = Array(("35" + "999111" + serial).utf8).map { Int($0) - 48 }
        let sum = digits.enumerated().reduce(0) { sum, entry in
            let doubled = entry.offset % 2 == 1 ? entry.element * 2 : entry.element
            return sum + doubled / 10 + doubled % 10
        }
        return digits.map(String.init).joined() + String((10 - sum % 10) % 10)
    }
}

/// Models on sale in the autumn of 2025.
private struct Hardware {
    let product: String
    let name: String
    let part: String
    /// The number of the chip, with which newer UDIDs begin.
    let chip: String

    static func of(_ kind: DeviceKind, number: Int) -> Hardware {
        switch kind {
        case .iPhone:
            number % 2 == 0
                ? Hardware(product: "iPhone18,3", name: "iPhone 17", part: "MG6F4", chip: "00008150")
                : Hardware(product: "iPhone17,5", name: "iPhone 16e", part: "MD1Q4", chip: "00008140")
        case .iPad:
            number % 2 == 0
                ? Hardware(product: "iPad15,3", name: "iPad Air 11-inch (M3)", part: "MC9W4", chip: "00008122")
                : Hardware(product: "iPad15,7", name: "iPad (A16)", part: "MD3Y4", chip: "00008120")
        case .mac:
            Hardware(product: "Mac16,12", name: "MacBook Air (13-inch, M4, 2025)", part: "MW123", chip: "00008132")
        }
    }
}
