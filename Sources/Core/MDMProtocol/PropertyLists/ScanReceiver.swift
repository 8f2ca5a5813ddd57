/// Keeps the wanted simple values of the outermost dictionary; everything else passes by.
struct ScanReceiver: XMLReceiver {
    private let wanted: [String]
    private var depth = 0
    private var wanting: String?
    private(set) var rootIsDictionary = false
    private(set) var found: [(key: String, value: PropertyList?)] = []

    init(wanted: [String]) { self.wanted = wanted }

    mutating func begin(isDictionary: Bool) {
        if depth == 0 { rootIsDictionary = isDictionary }
        if depth == 1 { keep(nil) }
        depth += 1
    }

    mutating func end() { depth -= 1 }

    mutating func key(_ text: UnsafeBufferPointer<UInt8>) {
        guard depth == 1, rootIsDictionary else { return }
        wanting = wanted.first { $0.utf8.count == text.count && $0.utf8.elementsEqual(text) }
    }

    mutating func scalar(_ scalar: XMLScalar) {
        if depth == 1, wanting != nil { keep(scalar.value) }
    }

    private mutating func keep(_ value: PropertyList?) {
        guard let key = wanting else { return }
        found.append((key, value))
        wanting = nil
    }
}
