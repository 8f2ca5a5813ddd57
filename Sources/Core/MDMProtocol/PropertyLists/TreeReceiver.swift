/// Builds the whole value.
struct TreeReceiver: XMLReceiver {
    private struct Frame {
        let isDictionary: Bool
        var key = ""
        var pairs: [(key: String, value: PropertyList)] = []
        var values: [PropertyList] = []
    }

    private var frames: [Frame] = []
    private(set) var root: PropertyList?

    mutating func begin(isDictionary: Bool) { frames.append(Frame(isDictionary: isDictionary)) }

    mutating func end() {
        guard let frame = frames.popLast() else { return }
        put(frame.isDictionary ? .dictionary(frame.pairs) : .array(frame.values))
    }

    mutating func key(_ text: UnsafeBufferPointer<UInt8>) {
        let last = frames.count - 1
        if last >= 0 { frames[last].key = String(decoding: text, as: UTF8.self) }
    }

    mutating func scalar(_ scalar: XMLScalar) { put(scalar.value) }

    @inline(__always)
    private mutating func put(_ value: PropertyList) {
        let last = frames.count - 1
        if last < 0 {
            root = value
        } else if frames[last].isDictionary {
            frames[last].pairs.append((frames[last].key, value))
        } else {
            frames[last].values.append(value)
        }
    }
}
