/// Cuts what arrives into lines that end with CRLF, and says when something else is sent (RFC 5321 §2.3.8).
struct LineReader {
    enum Outcome: Equatable {
        /// Without its CRLF.
        case line([UInt8])
        /// CR or LF alone; what follows cannot be trusted.
        case bareLineEnd
        /// More than the limit without an end. The rest of the line is passed over.
        case tooLong
    }

    private var bytes: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var isSkipping = false

    mutating func append(_ more: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            scanned -= start
            start = 0
        }
        bytes += more
    }

    /// How much waits behind the line that was taken last.
    var waiting: Int { bytes.count - start }

    mutating func forget() { self = LineReader() }

    /// - Parameter limit: of a line in bytes, its CRLF not counted.
    mutating func next(limit: Int) -> Outcome? {
        while scanned < bytes.count {
            let byte = bytes[scanned]
            if byte == 0x0A { return .bareLineEnd }
            if byte == 0x0D {
                guard scanned + 1 < bytes.count else { break }
                guard bytes[scanned + 1] == 0x0A else { return .bareLineEnd }
                let line = bytes[start..<scanned]
                start = scanned + 2
                scanned = start
                if isSkipping || line.count > limit {
                    isSkipping = false
                    return .tooLong
                }
                return .line(Array(line))
            }
            scanned += 1
        }
        if scanned - start > limit {
            isSkipping = true
            start = scanned
        }
        return nil
    }
}
