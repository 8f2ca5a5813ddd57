import Foundation

/// A fact's value as a person reads it; its key says in which unit it is.
struct FactValue {
    let key: String
    let value: DeviceFactsModel.Value

    func said(in c: ViewContext) -> String {
        switch value {
        case .text(let text): text
        case .flag(let flag): c(flag ? FactWords.yes : FactWords.no)
        case .date(let date): c.dateTime(date)
        case .list(let items): items.joined(separator: ", ")
        case .number(let number): said(number, c)
        }
    }

    private func said(_ number: Double, _ c: ViewContext) -> String {
        switch key {
        case "BatteryLevel":
            return number < 0 ? c(FactWords.unknownNumber) : "\(Self.rounded(number * 100)) %"
        case "DeviceCapacity", "AvailableDeviceCapacity": return "\(Self.oneDecimal(number)) GB"
        case "PasscodeLockGracePeriod", "PasscodeLockGracePeriodEnforced":
            return c(FactWords.seconds(Self.rounded(number)))
        case "HardwareEncryptionCaps":
            return c(FactWords.encryption(Self.rounded(number)))
        case "CellularTechnology": return c(FactWords.cellular(Self.rounded(number)))
        default: return Self.oneDecimal(number)
        }
    }

    /// `512 B`, `3.4 MB`: decimal, as Apple counts.
    static func megabytes(_ bytes: Int) -> String {
        switch bytes {
        case ..<1_000_000: "\(oneDecimal(Double(bytes) / 1_000)) KB"
        case ..<1_000_000_000: "\(oneDecimal(Double(bytes) / 1_000_000)) MB"
        default: "\(oneDecimal(Double(bytes) / 1_000_000_000)) GB"
        }
    }

    /// Without a fraction where there is none. What a device says may be any number.
    private static func oneDecimal(_ number: Double) -> String {
        let tenths = rounded(number * 10)
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths / 10)).\(abs(tenths % 10))"
    }

    private static func rounded(_ number: Double) -> Int {
        guard number.isFinite, abs(number) < 1e15 else { return 0 }
        return Int(number.rounded())
    }
}
