import FoundationEssentials

/// The binary form `bplist00`, as CoreFoundation writes it (CFBinaryPList.c): header, objects, offset table, trailer.
///
/// Iterative. An array or dictionary may be reached once only: CoreFoundation never shares them, and without the
/// rule 135 bytes unfold to gigabytes. Strings and numbers may be shared; what they take is counted each time.
struct BinaryReader {
    fileprivate struct Frame {
        let isDictionary: Bool
        let keys: [String]
        let firstValue: Int
        let count: Int
        var next = 0
        var pairs: [(key: String, value: PropertyList)] = []
        var values: [PropertyList] = []
    }

    private let body: Body
    private let limits: PropertyListLimits
    private let layout: BinaryLayout
    private var seen: [Bool]
    private var elements = 0
    private var memory: Int

    static func read(_ body: Body, limits: PropertyListLimits) throws(PropertyListError) -> PropertyList {
        let layout = try BinaryLayout(body)
        var reader = BinaryReader(
            body: body, limits: limits, layout: layout, seen: [Bool](repeating: false, count: layout.objectCount),
            memory: 4096 + 16 * body.count)
        return try reader.read()
    }

    private mutating func read() throws(PropertyListError) -> PropertyList {
        var frames: [Frame] = []
        var reference = layout.top
        while true {
            var finished = try object(reference, &frames)
            while let value = finished {
                let last = frames.count - 1
                guard last >= 0 else { return value }
                frames[last].put(value)
                finished = frames[last].isComplete ? frames.removeLast().value : nil
            }
            guard let frame = frames.last else { throw .binary(.reference, offset: 0) }
            reference = try layout.reference(frame.next, of: frame.firstValue, in: body)
        }
    }

    /// A simple value or an empty container; nil when a container was opened in `frames`.
    private mutating func object(
        _ reference: Int, _ frames: inout [Frame]
    ) throws(PropertyListError) -> PropertyList? {
        let at = try layout.offset(of: reference, in: body)
        elements += 1
        guard elements <= limits.elements else { throw .limit(.elements, offset: at) }
        let object = try BinaryObject(body, at: at, end: layout.tableOffset)
        guard object.isContainer else { return try simple(object) }
        guard !seen[reference] else { throw .binary(.sharedContainer, offset: at) }
        seen[reference] = true
        guard frames.count < limits.depth else { throw .limit(.depth, offset: at) }
        let references = object.kind == .dictionary ? 2 : 1
        let (size, tooLarge) = object.count.multipliedReportingOverflow(by: references * layout.referenceSize)
        guard !tooLarge, size <= layout.tableOffset - object.content else { throw .binary(.length, offset: at) }
        guard object.count <= limits.elements - elements else { throw .limit(.elements, offset: at) }
        try spend(object.count * (references == 2 ? 40 : 24), at: at)
        let keys = object.kind == .dictionary ? try keys(of: object) : []
        let frame = Frame(
            isDictionary: object.kind == .dictionary, keys: keys,
            firstValue: object.content + (references - 1) * object.count * layout.referenceSize, count: object.count)
        if frame.isComplete { return frame.value }
        frames.append(frame)
        return nil
    }

    private mutating func simple(_ object: BinaryObject) throws(PropertyListError) -> PropertyList {
        switch object.kind {
        case .string:
            guard object.count <= limits.string else { throw .limit(.string, offset: object.start) }
            try spendText(object)
        case .data:
            guard object.count <= limits.data else { throw .limit(.data, offset: object.start) }
            try spend(object.count, at: object.start)
        default: break
        }
        let value = try object.value(in: body)
        if case .string(let text) = value, text.utf8.count > limits.string {
            throw .limit(.string, offset: object.start)
        }
        return value
    }

    /// Reads the keys before any value, so that a key twice is found with little memory.
    private mutating func keys(of object: BinaryObject) throws(PropertyListError) -> [String] {
        var references: [Int] = [], keys: [String] = []
        references.reserveCapacity(object.count)
        for place in 0..<object.count {
            references.append(try layout.reference(place, of: object.content, in: body))
        }
        let sortedReferences = references.sorted()
        for (one, other) in zip(sortedReferences, sortedReferences.dropFirst()) where one == other {
            throw .duplicateKey("", offset: object.start)
        }
        keys.reserveCapacity(object.count)
        for reference in references {
            let key = try BinaryObject(body, at: try layout.offset(of: reference, in: body), end: layout.tableOffset)
            guard key.kind == .string, case .string(let text) = try simple(key) else {
                throw .binary(.keyIsNoString, offset: key.start)
            }
            keys.append(text)
        }
        let sorted = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for (one, other) in zip(sorted, sorted.dropFirst()) where one.utf8.elementsEqual(other.utf8) {
            throw .duplicateKey(String(one.prefix(64)), offset: object.start)
        }
        return keys
    }

    /// A character of UTF-16 takes up to three bytes; up to 15 bytes lie inside the value itself.
    private mutating func spendText(_ object: BinaryObject) throws(PropertyListError) {
        let bytes = object.isUTF16 ? object.count * 3 : object.count
        if bytes > 15 { try spend(bytes + 32, at: object.start) }
    }

    private mutating func spend(_ bytes: Int, at offset: Int) throws(PropertyListError) {
        memory -= bytes
        guard memory >= 0 else { throw .limit(.expansion, offset: offset) }
    }
}

extension BinaryReader.Frame {
    fileprivate var isComplete: Bool { next == count }

    fileprivate var value: PropertyList { isDictionary ? .dictionary(pairs) : .array(values) }

    fileprivate mutating func put(_ value: PropertyList) {
        if isDictionary {
            if next == 0 { pairs.reserveCapacity(count) }
            if next < keys.count { pairs.append((keys[next], value)) }
        } else {
            if next == 0 { values.reserveCapacity(count) }
            values.append(value)
        }
        next += 1
    }
}
