import SQLStore

/// The values of one statement as libpq takes them: integers and texts travel as text, bytes as they are.
struct PostgreSQLParameters {
    private var room: [UInt8] = []
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// An offset that stands for NULL.
    private static let null = -1

    init(_ values: [SQLValue]) {
        offsets.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        formats.reserveCapacity(values.count)
        room.reserveCapacity(values.reduce(1) { $0 + $1.size + 1 })
        for value in values {
            let offset = room.count
            switch value {
            case .null: break
            case .integer(let integer): Self.append(integer, to: &room)
            case .text(let text): room.append(contentsOf: text.utf8)
            case .bytes(let bytes): room.append(contentsOf: bytes)
            }
            let isNull = if case .null = value { true } else { false }
            let isBinary = if case .bytes = value { true } else { false }
            offsets.append(isNull ? Self.null : offset)
            lengths.append(Int32(truncatingIfNeeded: room.count - offset))
            formats.append(isBinary ? 1 : 0)
            if !isNull { room.append(0) }
        }
        room.append(0)
    }

    /// Decimal digits.
    private static func append(_ integer: Int64, to room: inout [UInt8]) {
        if integer < 0 { room.append(UInt8(ascii: "-")) }
        let start = room.count
        var rest = integer.magnitude
        repeat {
            room.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        room[start...].reverse()
    }

    func use<Value>(
        _ work: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Value
    ) -> Value {
        room.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let texts = offsets.map { offset in offset == Self.null ? nil : start.map { UnsafePointer($0 + offset) } }
            return work(Int32(truncatingIfNeeded: offsets.count), texts, lengths, formats)
        }
    }
}

extension SQLValue {
    /// About how many bytes it is on the wire.
    var size: Int {
        switch self {
        case .null: 0
        case .integer: 20
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }
}
