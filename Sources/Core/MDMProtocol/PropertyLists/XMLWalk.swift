/// One pass over an XML property list: checks all of it, builds nothing.
///
/// Iterative; containers wait in `outer`. Everything R-38 limits is counted here, so that the reader that builds
/// a tree and the scan that builds almost nothing refuse exactly the same bodies.
struct XMLWalk<Receiver: XMLReceiver> {
    struct Container {
        let isDictionary: Bool
        var hasKey = false
        /// Where its keys begin in `keys`.
        let keys: XMLKeys.Mark
    }

    let limits: PropertyListLimits
    var receiver: Receiver
    var cursor: XMLCursor
    /// The container that stands open, and those around it, outermost first.
    private var inner: Container?
    private var outer: [Container] = []
    var keys = XMLKeys()
    private var elements = 0
    private var hasRoot = false

    init(_ body: Body, limits: PropertyListLimits, receiver: Receiver) {
        self.limits = limits
        self.receiver = receiver
        cursor = XMLCursor(body)
    }

    mutating func run() throws(PropertyListError) {
        try cursor.checkCharacters()
        try cursor.skipProlog()
        try cursor.skipPlistTag()
        repeat { try cursor.skipBetweenValues() } while try step()
        try cursor.expectNothingMore()
    }

    /// One tag and, for a simple value, its text and end tag; false after `</plist>`.
    @inline(__always)
    private mutating func step() throws(PropertyListError) -> Bool {
        if cursor.body[cursor.at + 1] == UInt8(ascii: "/") { return try endTag() }
        let start = cursor.at
        let (element, isEmpty) = try cursor.startTag()
        if element == .key {
            try key(isEmpty: isEmpty, at: start)
            return true
        }
        try admitValue(at: start)
        switch element {
        case .array, .dict: try begin(isDictionary: element == .dict, isEmpty: isEmpty, at: start)
        case .true, .false:
            if !isEmpty { try cursor.emptyContent(element) }
            receiver.scalar(.boolean(element == .true))
        default: try scalar(element, isEmpty: isEmpty, at: start)
        }
        return true
    }

    @inline(__always)
    private mutating func admitValue(at start: Int) throws(PropertyListError) {
        elements += 1
        guard elements <= limits.elements else { throw .limit(.elements, offset: start) }
        guard let container = inner else {
            guard !hasRoot else { throw .syntax(.secondValue, offset: start) }
            hasRoot = true
            return
        }
        guard container.isDictionary else { return }
        guard container.hasKey else { throw .syntax(.keyExpected, offset: start) }
        inner?.hasKey = false
    }

    @inline(__always)
    private mutating func begin(isDictionary: Bool, isEmpty: Bool, at start: Int) throws(PropertyListError) {
        guard outer.count + (inner == nil ? 0 : 1) < limits.depth else { throw .limit(.depth, offset: start) }
        receiver.begin(isDictionary: isDictionary)
        if isEmpty {
            receiver.end()
        } else {
            if let inner { outer.append(inner) }
            inner = Container(isDictionary: isDictionary, keys: keys.mark)
        }
    }

    @inline(__always)
    private mutating func endTag() throws(PropertyListError) -> Bool {
        let start = cursor.at
        guard let container = inner else {
            guard cursor.skipEndTag(named: "plist") else { throw .syntax(.wrongEndTag, offset: start) }
            guard hasRoot else { throw .syntax(.noValue, offset: start) }
            return false
        }
        guard cursor.skipEndTag(container.isDictionary ? .dict : .array) else {
            throw .syntax(.wrongEndTag, offset: start)
        }
        guard !container.hasKey else { throw .syntax(.keyWithoutValue, offset: start) }
        if container.isDictionary { try keys.close(from: container.keys, in: cursor.body) }
        inner = outer.popLast()
        receiver.end()
        return true
    }

    @inline(__always)
    private mutating func key(isEmpty: Bool, at start: Int) throws(PropertyListError) {
        guard let container = inner, container.isDictionary else {
            throw .syntax(.keyOutsideDictionary, offset: start)
        }
        guard !container.hasKey else { throw .syntax(.keyWithoutValue, offset: start) }
        inner?.hasKey = true
        let text = try cursor.text(of: .key, isEmpty: isEmpty, limit: limits.string)
        switch text {
        case .plain(let from, let to):
            keys.add(from, to, in: cursor.body)
            receiver.key(cursor.body.part(from, to))
        case .decoded(let bytes):
            keys.add(decoded: bytes, at: start)
            bytes.withUnsafeBufferPointer { receiver.key($0) }
        }
    }

    @inline(__always)
    private mutating func scalar(_ element: XMLElement, isEmpty: Bool, at start: Int) throws(PropertyListError) {
        // Base64 is four thirds of its data, and white space may stand between any two characters.
        let limit = element == .data ? limits.body : limits.string
        switch try cursor.text(of: element, isEmpty: isEmpty, limit: limit) {
        case .plain(let from, let to):
            receiver.scalar(
                try XMLValues.scalar(element, cursor.body.part(from, to), limits: limits, at: start))
        case .decoded(let bytes):
            try bytes.withUnsafeBufferPointer { (text) throws(PropertyListError) in
                receiver.scalar(try XMLValues.scalar(element, text, limits: limits, at: start))
            }
        }
    }
}
