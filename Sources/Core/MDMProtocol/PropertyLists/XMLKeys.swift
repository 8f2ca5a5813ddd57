/// The keys of the open dictionaries, kept as places in the body, to find a key that comes twice.
///
/// Keys are the same when their bytes are, after references are resolved. Checked when a dictionary closes:
/// small ones pair by pair, large ones sorted, so that no choice of keys makes it slow.
struct XMLKeys {
    private struct Key {
        let start: Int
        let length: Int
        /// Where its bytes are: negative for `decoded`, else in the body.
        let decoded: Int
        /// The first eight bytes, fewer when it is shorter.
        let head: UInt64
    }

    /// How many there were when a dictionary opened.
    struct Mark {
        fileprivate let keys: Int
        fileprivate let decoded: Int
    }

    /// A stack: what is above `count` is room for the next ones.
    private var keys: [Key] = []
    private var count = 0
    private var decoded: [[UInt8]] = []

    var mark: Mark { Mark(keys: count, decoded: decoded.count) }

    @inline(__always)
    mutating func add(_ start: Int, _ end: Int, in body: Body) {
        let length = end - start
        var head = body.word(at: start)
        if length < 8 { head &= (1 << UInt64(8 * length)) &- 1 }
        push(Key(start: start, length: length, decoded: -1, head: head))
    }

    mutating func add(decoded bytes: [UInt8], at start: Int) {
        var head: UInt64 = 0
        for (place, byte) in bytes.prefix(8).enumerated() { head |= UInt64(byte) << UInt64(8 * place) }
        push(Key(start: start, length: bytes.count, decoded: decoded.count, head: head))
        decoded.append(bytes)
    }

    @inline(__always)
    private mutating func push(_ key: Key) {
        if count < keys.count { keys[count] = key } else { keys.append(key) }
        count += 1
    }

    /// Forgets the keys since then, after looking for two of the same.
    mutating func close(from mark: Mark, in body: Body) throws(PropertyListError) {
        let first = mark.keys
        if count - first <= 12 {
            let twin = keys.withUnsafeBufferPointer { keys in
                for one in first..<max(first, count) {
                    for other in first..<one where isSame(keys[one], keys[other], body) { return one }
                }
                return -1
            }
            if twin >= 0 { throw duplicate(keys[twin], body) }
        } else {
            let sorted = keys[first..<count].sorted { precedes($0, $1, body) }
            for (one, other) in zip(sorted, sorted.dropFirst()) where isSame(one, other, body) {
                throw duplicate(other, body)
            }
        }
        count = first
        while decoded.count > mark.decoded { decoded.removeLast() }
    }

    @inline(__always)
    private func isSame(_ one: Key, _ other: Key, _ body: Body) -> Bool {
        guard one.head == other.head, one.length == other.length else { return false }
        return one.length <= 8
            || withBytes(one, body) { left in
                withBytes(other, body) { right in left.elementsEqual(right) }
            }
    }

    private func precedes(_ one: Key, _ other: Key, _ body: Body) -> Bool {
        if one.length != other.length { return one.length < other.length }
        if one.head != other.head { return one.head < other.head }
        return withBytes(one, body) { left in
            withBytes(other, body) { right in left.lexicographicallyPrecedes(right) }
        }
    }

    private func withBytes<Result>(_ key: Key, _ body: Body, _ use: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if key.decoded < 0 { return use(body.part(key.start, key.start + key.length)) }
        return decoded[key.decoded].withUnsafeBufferPointer(use)
    }

    private func duplicate(_ key: Key, _ body: Body) -> PropertyListError {
        let text = withBytes(key, body) { String(decoding: $0.prefix(256), as: UTF8.self) }
        return .duplicateKey(String(text.prefix(64)), offset: key.start)
    }
}
