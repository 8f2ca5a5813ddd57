import CMS

extension OID {
    // VeriSign's, RFC 8894 §3.2.1
    static let messageType = OID(2, 16, 840, 1, 113733, 1, 9, 2)
    static let pkiStatus = OID(2, 16, 840, 1, 113733, 1, 9, 3)
    static let failInfo = OID(2, 16, 840, 1, 113733, 1, 9, 4)
    static let senderNonce = OID(2, 16, 840, 1, 113733, 1, 9, 5)
    static let recipientNonce = OID(2, 16, 840, 1, 113733, 1, 9, 6)
    static let transactionID = OID(2, 16, 840, 1, 113733, 1, 9, 7)
}

extension SignedMessage {
    /// A PrintableString of at most 255 characters, ASCII without control characters; nil for anything else.
    ///
    /// UTF8String is accepted as well: some clients write it.
    func text(_ identifier: OID) -> String? {
        guard let value = attribute(identifier), value.tag == DERTag.printableString || value.tag == 0x0c,
            (1...255).contains(value.content.count), value.content.allSatisfy({ (0x20...0x7e).contains($0) })
        else { return nil }
        return String(decoding: value.content, as: UTF8.self)
    }
}
