public import Foundation

/// A property list value: what Apple's property-list DTD can say. Integers are 64 bits here.
public indirect enum PropertyList: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case data([UInt8])
    case date(Date)
    case array([PropertyList])
    /// In the order in which the keys are to be written.
    case dictionary([(key: String, value: PropertyList)])

    public static func == (one: PropertyList, other: PropertyList) -> Bool {
        one.xml == other.xml
    }
}

extension PropertyList {
    /// The XML form (UTF-8, Apple's DTD, tabs for indentation), as Apple's own tools write it.
    ///
    /// Strings are escaped; characters that XML 1.0 cannot carry (§2.2: most below U+0020) are left out.
    public var xml: String {
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">

            """
        write(to: &text, depth: 0)
        text += "</plist>\n"
        return text
    }

    private func write(to text: inout String, depth: Int) {
        let indent = String(repeating: "\t", count: depth)
        switch self {
        case .string(let value): text += "\(indent)<string>\(Self.escaped(value))</string>\n"
        case .integer(let value): text += "\(indent)<integer>\(value)</integer>\n"
        case .real(let value): text += "\(indent)<real>\(value)</real>\n"
        case .boolean(let value): text += "\(indent)<\(value)/>\n"
        case .data(let value): text += "\(indent)<data>\(Data(value).base64EncodedString())</data>\n"
        case .date(let value): text += "\(indent)<date>\(value.formatted(.iso8601))</date>\n"
        case .array(let values):
            text += "\(indent)<array>\n"
            for value in values { value.write(to: &text, depth: depth + 1) }
            text += "\(indent)</array>\n"
        case .dictionary(let pairs):
            text += "\(indent)<dict>\n"
            for (key, value) in pairs {
                text += "\(indent)\t<key>\(Self.escaped(key))</key>\n"
                value.write(to: &text, depth: depth + 1)
            }
            text += "\(indent)</dict>\n"
        }
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\t", "\n", "\r": text.unicodeScalars.append(scalar)
            default: if scalar.value >= 0x20 { text.unicodeScalars.append(scalar) }
            }
        }
        return text
    }
}
