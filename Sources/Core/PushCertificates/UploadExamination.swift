import Foundation
import X509

/// What is known about an uploaded file so far. Everything is found out when a check first asks, so that a check
/// that is left out takes nothing away from the others.
struct UploadExamination: Sendable {
    let file: [UInt8]
    let context: UploadContext
    private var knownContents: FileContents?
    private var knownVerifier: ChainVerifier?
    private var knownGenuine: Bool?

    init(of file: [UInt8], in context: UploadContext) {
        self.file = file
        self.context = context
    }

    var contents: FileContents {
        mutating get {
            if let knownContents { return knownContents }
            let contents = FileContents(of: file)
            knownContents = contents
            return contents
        }
    }

    /// The first certificate that is not an authority, or else the first.
    mutating func leaf() throws(UploadRefusal) -> ReadCertificate {
        let certificates = contents.certificates
        guard let leaf = certificates.first(where: { !$0.parsed.isAuthority }) ?? certificates.first else {
            throw contents.refusal ?? .notACertificate
        }
        return leaf
    }

    // MARK: origin

    private var verifier: ChainVerifier {
        mutating get {
            if let knownVerifier { return knownVerifier }
            let verifier = ChainVerifier(context.anchors)
            knownVerifier = verifier
            return verifier
        }
    }

    /// A chain of valid intermediates leads to one of our roots.
    mutating func isGenuine() async -> Bool {
        if let knownGenuine { return knownGenuine }
        var isGenuine = false
        if let leaf = try? leaf().parsed, !leaf.isAuthority {
            isGenuine = await verifier.chain(of: leaf, intermediatesValidAt: context.now) != nil
        }
        knownGenuine = isGenuine
        return isGenuine
    }

    /// One of our anchors, one that is pinned, or one below our roots.
    mutating func isAppleAuthority() async -> Bool {
        guard let leaf = try? leaf() else { return false }
        if (context.anchors.roots + context.anchors.intermediates).contains(leaf.der) { return true }
        if AppleAuthorities.isPinned(Fingerprint(of: leaf.der)) { return true }
        return await verifier.chain(of: leaf.parsed, intermediatesValidAt: nil) != nil
    }

    /// Why the chain does not reach a root. Whether the certificate is forged or our own trust is incomplete are
    /// different things to do for a person; neither lets anything in.
    mutating func issuerRefusal() async -> UploadRefusal {
        guard let leaf = try? leaf().parsed else { return .notACertificate }
        let verifier = verifier
        guard !verifier.roots.isEmpty else { return .authoritiesNotImported }
        let issuer = leaf.issuer.readable
        let claimsOurs = verifier.roots.contains {
            $0.subject.organization != nil && $0.subject.organization == leaf.issuer.organization
        }
        if !verifier.knows(issuer: leaf.issuer) {
            return claimsOurs ? .appleIntermediateMissing(issuer: issuer) : .notIssuedByApple(issuer: issuer)
        }
        let isOutdated = await verifier.chain(of: leaf, intermediatesValidAt: nil) != nil
        return isOutdated ? .appleIntermediateMissing(issuer: issuer) : .notIssuedByApple(issuer: issuer)
    }

    // MARK: topic

    /// - Throws: when the subject has no UID, several, or one that is not a topic for device management.
    mutating func onlyTopic() throws(UploadRefusal) -> PushTopic {
        let values = try leaf().parsed.subject.values(of: .userID)
        guard let value = values.first else { throw .topicMissing }
        guard values.count == 1 else { throw .severalTopics(values.prefix(8).map { Readable.text($0 ?? "") }) }
        return try Self.topic(value)
    }

    /// The topic when there is one, and the first grammatical one when there are several.
    mutating func anyTopic() throws(UploadRefusal) -> PushTopic {
        let values = try leaf().parsed.subject.values(of: .userID)
        for value in values {
            if let topic = try? Self.topic(value) { return topic }
        }
        guard let value = values.first else { throw .topicMissing }
        return try Self.topic(value)
    }

    private static func topic(_ value: String?) throws(UploadRefusal) -> PushTopic {
        guard let value, let topic = try? PushTopic(subjectUID: value) else {
            throw .topicNotForManagement(Readable.text(value ?? ""))
        }
        return topic
    }

    // MARK: age and result

    mutating func compareAge(with registered: PushCertificate) throws(UploadRefusal) {
        let leaf = try leaf()
        guard leaf.der != registered.der else { throw .alreadyRegistered }
        guard leaf.parsed.notValidAfter >= registered.notAfter else {
            throw .olderThanRegistered(offered: leaf.parsed.notValidAfter, registered: registered.notAfter)
        }
    }

    mutating func certificate() throws(UploadRefusal) -> PushCertificate {
        let leaf = try leaf()
        guard let key = try? Fingerprint(of: leaf.parsed.publicKey) else { throw .damagedCertificate }
        return PushCertificate(
            der: leaf.der, serialNumber: leaf.parsed.readableSerialNumber, topic: try anyTopic(),
            notBefore: leaf.parsed.notValidBefore, notAfter: leaf.parsed.notValidAfter, publicKey: key,
            fingerprint: Fingerprint(of: leaf.der))
    }
}
