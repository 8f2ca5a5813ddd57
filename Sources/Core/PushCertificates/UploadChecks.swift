import Foundation
import X509

extension UploadCheck {
    static let size = UploadCheck("size") { (upload) throws(UploadRefusal) in
        guard upload.file.count <= UploadPipeline.sizeLimitBytes else {
            throw .tooLarge(limitBytes: UploadPipeline.sizeLimitBytes)
        }
    }

    static let kindOfFile = UploadCheck("kind of file") { (upload) throws(UploadRefusal) in
        if let refusal = upload.contents.refusal { throw refusal }
    }

    /// Certificates of authorities beside the leaf (a chain file) do no harm and are not used.
    static let oneLeaf = UploadCheck("exactly one leaf") { (upload) throws(UploadRefusal) in
        let leaves = upload.contents.certificates.filter { !$0.parsed.isAuthority }
        guard leaves.count <= 1 else { throw .severalCertificates(count: leaves.count) }
    }

    /// What the certificate says it is for. These are claims, not yet proven, but each leads to a refusal only.
    static let kindOfCertificate = UploadCheck("kind of certificate") { (upload) throws(UploadRefusal) in
        let leaf = try upload.leaf().parsed
        if leaf.isAuthority {
            // A self-made certificate often calls itself an authority; only Apple's are called Apple's.
            guard await upload.isAppleAuthority() else { throw await upload.issuerRefusal() }
            throw .appleAuthority(subject: leaf.subject.readable)
        }
        guard !leaf.hasManagementTopic else { return }
        if leaf.isVendorCertificate { throw .vendorCertificate }
        if leaf.isAppPushCertificate { throw .appPushCertificate(subject: leaf.subject.readable) }
    }

    /// The public key is that of a retained request of this company.
    ///
    /// Otherwise the most helpful of several truths: not from Apple at all; not a certificate for device
    /// management; an older one of the registered topic, whose key is long gone; the registered topic with a key of
    /// somebody else; or, with nothing more to say, a key that was not requested here. Other companies are never
    /// looked at, so all of them look the same (P-13).
    static let key = UploadCheck("key of a retained request") { (upload) throws(UploadRefusal) in
        let leaf = try upload.leaf().parsed
        let isSensible = leaf.rsaKeyBits.map { $0 <= Certificate.largestRSAKeyBits } ?? true
        guard isSensible, let key = try? Fingerprint(of: leaf.publicKey) else { throw .keyNotRequestedHere }
        guard !upload.context.requestedKeys.contains(key) else { return }
        guard await upload.isGenuine() else { throw await upload.issuerRefusal() }
        let topic = try upload.onlyTopic()
        guard let registered = upload.context.registered, registered.topic == topic else { throw .keyNotRequestedHere }
        try upload.compareAge(with: registered)
        throw .sameTopicOtherKey(topic: topic)
    }

    static let chain = UploadCheck("chain to Apple") { (upload) throws(UploadRefusal) in
        guard await upload.isGenuine() else { throw await upload.issuerRefusal() }
    }

    static let topicGrammar = UploadCheck("exactly one topic") { (upload) throws(UploadRefusal) in
        _ = try upload.onlyTopic()
    }

    /// A date that has not come yet may be our clock's fault; "expired" goes by the instant.
    static let validity = UploadCheck("validity") { (upload) throws(UploadRefusal) in
        let leaf = try upload.leaf().parsed
        let now = upload.context.now
        guard now < leaf.notValidAfter else { throw .expired(at: leaf.notValidAfter) }
        guard now.addingTimeInterval(ClockSkew.toleratedSeconds) >= leaf.notValidBefore else {
            throw .notYetValid(from: leaf.notValidBefore)
        }
    }

    /// Compared within one topic only: that a topic differs matters more than which certificate is older.
    static let notOlder = UploadCheck("not older than the registered one") { (upload) throws(UploadRefusal) in
        guard let registered = upload.context.registered, try upload.anyTopic() == registered.topic else { return }
        try upload.compareAge(with: registered)
    }

    static let topicGuard = UploadCheck("topic of the registered one") { (upload) throws(UploadRefusal) in
        guard let registered = upload.context.registered else { return }
        let topic = try upload.anyTopic()
        guard topic == registered.topic else { throw .topicDiffers(registered: registered.topic, offered: topic) }
    }
}

extension Certificate {
    fileprivate var hasManagementTopic: Bool {
        subject.values(of: .userID).contains { $0?.hasPrefix("com.apple.mgmt.") == true }
    }

    fileprivate var isVendorCertificate: Bool {
        let name = (subject.commonName ?? "").uppercased()
        return extensions[oid: .vendorSigningMark] != nil || name.contains("MDM VENDOR") || name.contains("MDM CSR")
    }

    /// By the names under which Apple issues certificates for the push services of apps, passes and web sites.
    fileprivate var isAppPushCertificate: Bool {
        let name = (subject.commonName ?? "").uppercased()
        let kinds = [
            "PUSH SERVICES", "VOIP SERVICES", "WATCHKIT SERVICES", "PASS TYPE ID", "WEBSITE PUSH ID", "WEB PUSH ID",
        ]
        return kinds.contains(where: name.contains)
    }
}
