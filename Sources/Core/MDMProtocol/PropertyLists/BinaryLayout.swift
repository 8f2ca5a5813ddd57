/// Where things are in a `bplist00`: the 32 bytes at its end, and the offset table just before them.
struct BinaryLayout {
    let referenceSize: Int
    let objectCount: Int
    let top: Int
    let tableOffset: Int
    private let offsetSize: Int

    /// The table must end where the trailer begins: nothing hides between them or after.
    init(_ body: Body) throws(PropertyListError) {
        let trailer = body.count - 32
        guard trailer >= 9 else { throw .binary(.trailer, offset: 0) }
        offsetSize = Int(body[trailer + 6])
        referenceSize = Int(body[trailer + 7])
        guard (1...8).contains(offsetSize), (1...8).contains(referenceSize),
            let count = body.bigEndian(at: trailer + 8, size: 8).flatMap(Int.init(exactly:)),
            let top = body.bigEndian(at: trailer + 16, size: 8).flatMap(Int.init(exactly:)),
            let table = body.bigEndian(at: trailer + 24, size: 8).flatMap(Int.init(exactly:)),
            count >= 1, top < count, table >= 9, table < trailer
        else { throw .binary(.trailer, offset: trailer) }
        let (size, tooLarge) = count.multipliedReportingOverflow(by: offsetSize)
        guard !tooLarge, size == trailer - table else { throw .binary(.offsetTable, offset: table) }
        objectCount = count
        self.top = top
        tableOffset = table
    }

    /// Where an object begins: after the header, before the table.
    func offset(of object: Int, in body: Body) throws(PropertyListError) -> Int {
        let entry = tableOffset + object * offsetSize
        guard let number = body.bigEndian(at: entry, size: offsetSize), let offset = Int(exactly: number),
            (8..<tableOffset).contains(offset)
        else { throw .binary(.offsetTable, offset: entry) }
        return offset
    }

    /// The object that stands at one place of a list of references.
    func reference(_ place: Int, of list: Int, in body: Body) throws(PropertyListError) -> Int {
        let entry = list + place * referenceSize
        guard let number = body.bigEndian(at: entry, size: referenceSize), let object = Int(exactly: number),
            object < objectCount
        else { throw .binary(.reference, offset: entry) }
        return object
    }
}
