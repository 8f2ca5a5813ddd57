extension PropertyList {
    /// Reads the XML form (UTF-8, with or without byte order mark) or the binary form `bplist00`.
    ///
    /// Meant for bytes from strangers: bounded by `limits`, iterative, and never taking memory of more than
    /// twenty times the body. What is refused on purpose is listed in docs/reference/property-lists.md.
    public init(reading bytes: [UInt8], limits: PropertyListLimits = .command) throws(PropertyListError) {
        self = try bytes.withUnsafeBufferPointer { (memory) throws(PropertyListError) in
            try PropertyList(reading: memory, limits: limits)
        }
    }

    /// The same, from memory that is lent for the call.
    public init(
        reading memory: UnsafeBufferPointer<UInt8>, limits: PropertyListLimits = .command
    ) throws(PropertyListError) {
        let body = try Body(memory, limits: limits)
        if body.isBinary {
            self = try BinaryReader.read(body, limits: limits)
            return
        }
        var walk = XMLWalk(body, limits: limits, receiver: TreeReceiver())
        try walk.run()
        guard let root = walk.receiver.root else { throw .syntax(.noValue, offset: 0) }
        self = root
    }
}

extension Body {
    init(_ memory: UnsafeBufferPointer<UInt8>, limits: PropertyListLimits) throws(PropertyListError) {
        guard memory.count <= limits.body else { throw .tooLarge(bytes: memory.count, limit: limits.body) }
        self.init(memory)
    }

    var isBinary: Bool { has("bplist00", at: 0) }
}
