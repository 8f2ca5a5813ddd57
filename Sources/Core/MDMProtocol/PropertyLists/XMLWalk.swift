/// One pass over an XML property list: checks all of it, builds nothing.
///
/// Iterative; containers wait in `open`. Everything R-38 limits is counted here, so that the reader that builds
/// a tree and the scan that builds almost nothing refuse exactly the same bodies.
struct XMLWalk<Receiver: XMLReceiver> {
    struct Container {
        let isDictionary: Bool
        var hasKey = false
        /// Where its keys begin in `keys`.
        let firstKey: Int
    }

    let limits: PropertyListLimits
    var receiver: Receiver
    var cursor: XMLCursor
    var open: [Container] = []
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

    private mutating func admitValue(at start: Int) throws(PropertyListError) {
        elements += 1
        guard elements <= limits.elements else { throw .limit(.elements, offset: start) }
        let inner = open.count - 1
        if inner < 0 {
            guard !hasRoot else { throw .syntax(.secondValue, offset: start) }
            hasRoot = true
        } else if open[inner].isDictionary {
            guard open[inner].hasKey else { throw .syntax(.keyExpected, offset: start) }
            open[inner].hasKey = false
        }
    }

    private mutating func begin(isDictionary: Bool, isEmpty: Bool, at start: Int) throws(PropertyListError) {
        guard open.count < limits.depth else { throw .limit(.depth, offset: start) }
        receiver.begin(isDictionary: isDictionary)
        if isEmpty {
            receiver.end()
        } else {
            open.append(Container(isDictionary: isDictionary, firstKey: keys.count))
        }
    }

    private mutating func endTag() throws(PropertyListError) -> Bool {
        let start = cursor.at
        guard let container = open.last else {
            guard cursor.skipEndTag("plist") else { throw .syntax(.wrongEndTag, offset: start) }
            guard hasRoot else { throw .syntax(.noValue, offset: start) }
            return false
        }
        guard cursor.skipEndTag(container.isDictionary ? "dict" : "array") else {
            throw .syntax(.wrongEndTag, offset: start)
        }
        guard !container.hasKey else { throw .syntax(.keyWithoutValue, offset: start) }
        if container.isDictionary { try keys.close(from: container.firstKey, in: cursor.body) }
        open.removeLast()
        receiver.end()
        return true
    }

    private mutating func key(isEmpty: Bool, at start: Int) throws(PropertyListError) {
        let inner = open.count - 1
        guard inner >= 0, open[inner].isDictionary else { throw .syntax(.keyOutsideDictionary, offset: start) }
        guard !open[inner].hasKey else { throw .syntax(.keyWithoutValue, offset: start) }
        open[inner].hasKey = true
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
