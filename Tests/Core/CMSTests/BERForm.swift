import CMS

/// Writes what is DER in the loosest way that BER allows, as some releases of Apple's systems do.
enum BERForm {
    /// Every constructed element gets an indefinite length, every OCTET STRING comes in pieces.
    static func indefinite(_ der: some Collection<UInt8>) throws -> [UInt8] {
        var cursor = DERCursor(Array(der)[...])
        var bytes: [UInt8] = []
        while !cursor.isAtEnd {
            let element = try cursor.next()
            if element.tag & 0x20 != 0 {
                bytes += [element.tag, 0x80] + (try indefinite(element.content)) + [0, 0]
            } else if element.tag == DERTag.octetString, element.content.count > 2 {
                let half = element.content.count / 2
                bytes += [0x24, 0x80] + DERWriter.octets(Array(element.content.prefix(half)))
                bytes += DERWriter.octets(Array(element.content.dropFirst(half))) + [0, 0]
            } else {
                bytes += element.encoded
            }
        }
        return bytes
    }
}
