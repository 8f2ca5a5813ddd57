import Foundation

/// What Apple's portal checks about an uploaded vendor-signed request (`push-certificate.md` §2), rule by rule.
struct SignedRequestJudge {
    /// The one root that is believed, byte for byte.
    let rootDER: [UInt8]
    let now: Date

    /// What the portal needs to know of a request that it accepts.
    struct Accepted {
        /// SubjectPublicKeyInfo: the key to certify.
        let publicKeyDER: [UInt8]
        let vendor: String
    }

    /// Far more than any request: those are about 10 kB.
    static let largestBytes = 256 * 1024
    private static let keys: Set<String> = ["PushCertRequestCSR", "PushCertCertificateChain", "PushCertSignature"]
    private static let vendorExtension = "1.2.840.113635.100.4.12"

    func judge(_ file: [UInt8]) throws(PortalRefusal) -> Accepted {
        let entries = try readEnvelope(file)
        guard let requestText = entries["PushCertRequestCSR"], let chainText = entries["PushCertCertificateChain"],
            let signatureText = entries["PushCertSignature"]
        else { throw PortalRefusal(rule: .notExactlyThreeKeys) }
        let (requestDER, key) = try readRequest(requestText)
        let vendor = try judgeChain(chainText)
        guard let signature = Base64Reader.bytes(signatureText.utf8) else {
            throw PortalRefusal(rule: .signatureNotBase64)
        }
        guard let vendorKey = vendor.key, vendorKey.verifies(signature, over: requestDER) else {
            throw PortalRefusal(rule: .signatureWrong)
        }
        return Accepted(publicKeyDER: key.der, vendor: vendor.vendorName ?? "Unnamed vendor")
    }

    private func readEnvelope(_ file: [UInt8]) throws(PortalRefusal) -> [String: String] {
        guard file.contains(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
            throw PortalRefusal(rule: .empty)
        }
        guard file.count <= Self.largestBytes else { throw PortalRefusal(rule: .tooLarge) }
        guard let xml = Base64Reader.bytes(file) else { throw PortalRefusal(rule: .notBase64) }
        guard !xml.starts(with: [0xEF, 0xBB, 0xBF]) else { throw PortalRefusal(rule: .byteOrderMark) }
        guard String(validating: xml, as: UTF8.self) != nil else { throw PortalRefusal(rule: .notUTF8) }
        let entries: [(key: String, value: String)]
        do {
            entries = try RequestPlistReader.entries(xml)
        } catch {
            switch error {
            case .notAPropertyList: throw PortalRefusal(rule: .notAPropertyList)
            case .valueNotAString: throw PortalRefusal(rule: .valueNotAString)
            }
        }
        guard entries.count == 3, Set(entries.map(\.key)) == Self.keys else {
            throw PortalRefusal(rule: .notExactlyThreeKeys)
        }
        return Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
    }

    private func readRequest(_ text: String) throws(PortalRefusal) -> (der: [UInt8], key: JudgedKey) {
        guard let der = Base64Reader.bytes(text.utf8) else { throw PortalRefusal(rule: .requestNotBase64) }
        guard let request = JudgedRequest(der: der), let key = request.key else {
            throw PortalRefusal(rule: .requestUnreadable)
        }
        guard key.isRSA, key.bits == 2048 else { throw PortalRefusal(rule: .requestKeyNotRSA2048) }
        guard request.isSignedByItsOwnKey else { throw PortalRefusal(rule: .requestSignatureWrong) }
        return (der, key)
    }

    /// From leaf to root, each signed by the next. The root's own signature is not asked: it is known by its bytes.
    private func judgeChain(_ text: String) throws(PortalRefusal) -> JudgedCertificate {
        guard let blocks = ChainReader.certificates(text) else { throw PortalRefusal(rule: .chainUnreadable) }
        let chain = blocks.compactMap(JudgedCertificate.init(der:))
        guard chain.count == blocks.count else { throw PortalRefusal(rule: .chainUnreadable) }
        guard let leaf = chain.first, let root = chain.last, chain.count >= 3 else {
            throw PortalRefusal(rule: .chainTooShort)
        }
        for (position, (certificate, issuer)) in zip(chain, chain.dropFirst()).enumerated() {
            guard certificate.isIssued(by: issuer), issuer.longestPath.map({ $0 >= position }) ?? true else {
                throw PortalRefusal(rule: .chainBroken)
            }
        }
        guard root.der == rootDER else { throw PortalRefusal(rule: .rootNotTrusted) }
        for intermediate in chain.dropFirst().dropLast() {
            guard let from = intermediate.notBefore, let until = intermediate.notAfter, from <= now, now <= until else {
                throw PortalRefusal(rule: .intermediateNotValidNow)
            }
        }
        guard !leaf.isAuthority, leaf.hasExtension(Self.vendorExtension) else {
            throw PortalRefusal(rule: .signerNotAVendor)
        }
        guard let from = leaf.notBefore, from <= now else { throw PortalRefusal(rule: .signerNotYetValid) }
        guard let until = leaf.notAfter, now <= until else { throw PortalRefusal(rule: .signerExpired) }
        return leaf
    }
}
