public import CMS

/// Answers to a PKIOperation (CertRep, RFC 8894 §3.3.2): DER for `application/x-pki-message`, always with HTTP 200.
///
/// Signed with the digest of the request and encrypted with its cipher; 3DES when that was single DES.
public enum SCEPReply {
    /// The certificate, encrypted for the one that signed the request.
    ///
    /// - Parameters:
    ///   - certificate: the issued one, DER. It goes alone into the envelope, as the servers do that are known to
    ///     work with Apple's clients, and once more beside the envelope, where some clients look for it.
    ///   - nonce: sixteen fresh random bytes.
    public static func success(
        _ certificate: [UInt8], to request: SCEPRequest, from recipient: SCEPRecipient, nonce: [UInt8]
    ) throws(CMSError) -> [UInt8] {
        let envelope = try EnvelopedMessage.write(
            SignedMessage.write(certificates: [certificate]), for: CertificateOutline(der: request.signer.der),
            cipher: request.cipher)
        return try write(
            Status(pkiStatus: "0"), content: envelope, extra: [certificate], to: request.conversation,
            from: recipient, nonce: nonce)
    }

    public static func failure(
        _ info: SCEPFailInfo, to conversation: SCEPConversation, from recipient: SCEPRecipient, nonce: [UInt8]
    ) throws(CMSError) -> [UInt8] {
        try write(
            Status(pkiStatus: "2", failInfo: info), content: nil, to: conversation, from: recipient, nonce: nonce)
    }

    /// The client asks again, as often and as late as its profile says. Enrollment decides at once and has no use
    /// for it.
    public static func pending(
        to conversation: SCEPConversation, from recipient: SCEPRecipient, nonce: [UInt8]
    ) throws(CMSError) -> [UInt8] {
        try write(Status(pkiStatus: "3"), content: nil, to: conversation, from: recipient, nonce: nonce)
    }

    private struct Status {
        let pkiStatus: String
        var failInfo: SCEPFailInfo?
    }

    private static func write(
        _ status: Status, content: [UInt8]?, extra: [[UInt8]] = [], to conversation: SCEPConversation,
        from recipient: SCEPRecipient, nonce: [UInt8]
    ) throws(CMSError) -> [UInt8] {
        typealias Attribute = SignedMessage.Attribute
        var attributes = [
            Attribute(.messageType, DERWriter.printable("3")),
            Attribute(.pkiStatus, DERWriter.printable(status.pkiStatus)),
            Attribute(.transactionID, DERWriter.printable(conversation.transactionID)),
            Attribute(.recipientNonce, DERWriter.octets(conversation.senderNonce)),
            Attribute(.senderNonce, DERWriter.octets(nonce)),
        ]
        if let info = status.failInfo { attributes.append(Attribute(.failInfo, DERWriter.printable(info.rawValue))) }
        return try SignedMessage.write(
            content: content, attributes: attributes, digest: conversation.digest,
            certificate: recipient.certificate, key: recipient.key, chain: extra)
    }
}
