import FoundationEssentials

/// A value that is no container, as the walk hands it over: checked, text still in the body or in a buffer
/// that lives as long as the call.
enum XMLScalar {
    case string(UnsafeBufferPointer<UInt8>)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case date(Date)
    /// Base64 that was checked, white space in it, and how many bytes it makes.
    case data(UnsafeBufferPointer<UInt8>, decodedCount: Int)

    /// The value for keeping.
    var value: PropertyList {
        switch self {
        case .string(let text): .string(String(decoding: text, as: UTF8.self))
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .boolean(let truth): .boolean(truth)
        case .date(let date): .date(date)
        case .data(let text, let count): .data(Base64.decode(text, count: count))
        }
    }
}

/// Takes what ``XMLWalk`` finds, in the order of the document.
protocol XMLReceiver {
    mutating func begin(isDictionary: Bool)
    mutating func end()
    mutating func key(_ text: UnsafeBufferPointer<UInt8>)
    mutating func scalar(_ scalar: XMLScalar)
}
