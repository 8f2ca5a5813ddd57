/// The bytes being read. Reading outside of them gives 0, which stands for nothing in a property list, so a
/// mistake in a reader ends as a refusal and not as a wild read.
///
/// Valid only inside the closure that lent the memory.
struct Body {
    private let memory: UnsafeBufferPointer<UInt8>
    let count: Int

    init(_ memory: UnsafeBufferPointer<UInt8>) {
        self.memory = memory
        count = memory.count
    }

    @inline(__always)
    subscript(index: Int) -> UInt8 {
        UInt(bitPattern: index) < UInt(bitPattern: count) ? memory[index] : 0
    }

    /// Eight bytes, the first one lowest; 0 when they do not all lie inside.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        guard index >= 0, index <= count - 8, let start = memory.baseAddress else { return 0 }
        return UInt64(littleEndian: UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    func has(_ text: StaticString, at index: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index >= 0, index <= count - length else { return false }
        for place in 0..<length where memory[index + place] != text.utf8Start[place] { return false }
        return true
    }

    /// The part inside of both the range and the body.
    @inline(__always)
    func part(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        let upper = min(max(end, 0), count), lower = min(max(start, 0), upper)
        return UnsafeBufferPointer(rebasing: memory[lower..<upper])
    }

    /// `size` bytes (1 to 8), the first one highest; nil when they do not lie inside.
    func bigEndian(at index: Int, size: Int) -> UInt64? {
        guard (1...8).contains(size), index >= 0, index <= count - size else { return nil }
        var number: UInt64 = 0
        for place in 0..<size { number = number << 8 | UInt64(memory[index + place]) }
        return number
    }
}
