/// The few values at the top of a message, read without building the rest.
///
/// An 88 kB list of apps is checked as strictly as ``PropertyList/init(reading:limits:)`` does it, but only what
/// was asked for becomes a value: strings, numbers, Booleans, data and dates directly in the outermost
/// dictionary. Arrays and dictionaries are noted as present (``contains(_:)``) and not kept. A binary list is
/// read whole.
public struct MessageScan: Sendable {
    private let found: [(key: String, value: PropertyList?)]

    /// - Parameter wanted: keys of the outermost dictionary.
    /// - Throws: what reading the whole would throw; also when the outermost value is no dictionary
    ///   (``PropertyListError/SyntaxFault/keyExpected``).
    public init(
        reading bytes: [UInt8], wanted: [String], limits: PropertyListLimits = .command
    ) throws(PropertyListError) {
        found = try bytes.withUnsafeBufferPointer { (memory) throws(PropertyListError) in
            let body = try Body(memory, limits: limits)
            if body.isBinary {
                return try Self.pick(wanted, from: try BinaryReader.read(body, limits: limits))
            }
            var walk = XMLWalk(body, limits: limits, receiver: ScanReceiver(wanted: wanted))
            try walk.run()
            guard walk.receiver.rootIsDictionary else { throw .syntax(.keyExpected, offset: 0) }
            return walk.receiver.found
        }
    }

    /// The value under a wanted key; nil when missing, unwanted, or an array or dictionary.
    public subscript(key: String) -> PropertyList? {
        for pair in found where pair.key == key { return pair.value }
        return nil
    }

    /// Whether a wanted key is there, whatever its value.
    public func contains(_ key: String) -> Bool { found.contains { $0.key == key } }

    private static func pick(
        _ wanted: [String], from list: PropertyList
    ) throws(PropertyListError) -> [(key: String, value: PropertyList?)] {
        guard let pairs = list.dictionaryValue else { throw .syntax(.keyExpected, offset: 0) }
        return pairs.filter { wanted.contains($0.key) }.map { pair in
            switch pair.value {
            case .array, .dictionary: (pair.key, nil)
            default: (pair.key, pair.value)
            }
        }
    }
}
