import CryptoExtras
public import Foundation
import SwiftASN1
import X509

/// Reads a signed request that was made elsewhere, as Apple would: base64 of an XML property list, three
/// strings, chain to a trusted root, dates, SHA-256 signature over the DER request, RSA 2048.
public enum SignedRequestReader {
    /// What can be wrong with the file itself: the text in ``VendorSigningProblem/selfCheckFailed(_:)``.
    public enum Step: String, CaseIterable, Sendable {
        case size
        case base64
        case propertyList = "property-list"
        /// Exactly the three keys, each with a `<string>`.
        case threeStrings = "three-strings"
        case request
        /// The request's own signature, by its own key, not SHA-1.
        case requestSignature = "request-signature"
        /// RSA with 2048 bits.
        case requestKey = "request-key"
        /// At least three readable certificates.
        case chain
        /// Vendor certificate first, each followed by its issuer, the root last.
        case chainOrder = "chain-order"
        case signature
    }

    public static let sizeLimitBytes = 64 * 1024

    /// - Returns: the fingerprint of the request's public key.
    /// - Throws: ``VendorSigningProblem/selfCheckFailed(_:)`` with a ``Step``; `expired`, `notYetValid`,
    ///   `keyNotSupported` for the vendor certificate; `rootMissing`, `intermediateExpired`, `chainNotTrusted` for its
    ///   chain.
    public static func verify(_ file: [UInt8], anchors: TrustAnchors, now: Date) async throws(VendorSigningProblem)
        -> Fingerprint
    {
        let parts = try RequestParts.read(file)
        let key = try requestKey(of: parts.request)
        let chain = try certificates(in: parts.chain)
        let leaf = try await trustedLeaf(of: chain, anchors: anchors, now: now)
        guard let bits = leaf.rsaKeyBits, bits <= Certificate.largestRSAKeyBits,
            let vendorKey = _RSA.Signing.PublicKey(leaf.publicKey)
        else { throw .keyNotSupported }
        let signature = _RSA.Signing.RSASignature(rawRepresentation: parts.signature)
        guard vendorKey.isValidSignature(signature, for: parts.request, padding: .insecurePKCS1v1_5) else {
            throw .failed(.signature)
        }
        return key
    }

    private static func requestKey(of der: [UInt8]) throws(VendorSigningProblem) -> Fingerprint {
        let reader = DERReader(bytes: der)
        guard let outer = reader.header(at: 0), reader.isSound(outer), reader.end(of: outer) == der.count,
            let request = try? CertificateSigningRequest(derEncoded: der)
        else { throw .failed(.request) }
        guard _RSA.Signing.PublicKey(request.publicKey)?.keySizeInBits == 2048,
            let key = try? Fingerprint(of: request.publicKey)
        else { throw .failed(.requestKey) }
        guard request.signatureAlgorithm != .sha1WithRSAEncryption,
            request.publicKey.isValidSignature(request.signature, for: request)
        else { throw .failed(.requestSignature) }
        return key
    }

    private static func certificates(in text: [UInt8]) throws(VendorSigningProblem) -> [Certificate] {
        var chain: [Certificate] = []
        for block in PEMText.blocks(in: text) {
            guard block.label == "CERTIFICATE", let der = block.der, let read = try? ReadCertificate(der: der),
                read.der.count == der.count
            else { throw .failed(.chain) }
            chain.append(read.parsed)
        }
        guard (3...8).contains(chain.count) else { throw .failed(.chain) }
        return chain
    }

    /// The chain is verified with the certificates of the file, as Apple can only do; the root must be an anchor.
    private static func trustedLeaf(
        of chain: [Certificate], anchors: TrustAnchors, now: Date
    ) async throws(VendorSigningProblem) -> Certificate {
        guard let leaf = chain.first, let last = chain.last else { throw .failed(.chain) }
        try leaf.checkVendorDates(at: now)
        let roots = ChainVerifier(anchors).roots
        guard !roots.isEmpty else { throw .rootMissing }
        for (certificate, issuer) in zip(chain, chain.dropFirst()) where certificate.issuer != issuer.subject {
            throw .failed(.chainOrder)
        }
        guard roots.contains(last) else { throw .chainNotTrusted }
        let verifier = ChainVerifier(roots: [last], intermediates: Array(chain.dropFirst().dropLast()))
        if let found = await verifier.chain(of: leaf, intermediatesValidAt: now) {
            guard found == chain else { throw .failed(.chainOrder) }
            return leaf
        }
        if await verifier.chain(of: leaf, intermediatesValidAt: nil) != nil,
            let outdated = chain.dropFirst().dropLast().first(where: { now >= $0.notValidAfter })
        {
            throw .intermediateExpired(subject: outdated.subject.readable, at: outdated.notValidAfter)
        }
        throw .chainNotTrusted
    }
}

/// The three strings, decoded.
private struct RequestParts {
    /// PEM text.
    let chain: [UInt8]
    /// PKCS #10 DER.
    let request: [UInt8]
    let signature: [UInt8]

    static func read(_ file: [UInt8]) throws(VendorSigningProblem) -> RequestParts {
        guard file.count <= SignedRequestReader.sizeLimitBytes else { throw .failed(.size) }
        guard let xml = Base64Text.decode(file) else { throw .failed(.base64) }
        let strings: [String: String]
        do throws(RequestPropertyList.Failure) {
            strings = try RequestPropertyList.read(xml)
        } catch {
            throw .failed(error == .malformed ? .propertyList : .threeStrings)
        }
        guard strings.count == 3, let chain = strings["PushCertCertificateChain"],
            let request = strings["PushCertRequestCSR"], let signature = strings["PushCertSignature"]
        else { throw .failed(.threeStrings) }
        guard let requestDER = Base64Text.decode(request.utf8) else { throw .failed(.request) }
        guard let signatureBytes = Base64Text.decode(signature.utf8) else { throw .failed(.signature) }
        return RequestParts(chain: Array(chain.utf8), request: requestDER, signature: signatureBytes)
    }
}

extension VendorSigningProblem {
    fileprivate static func failed(_ step: SignedRequestReader.Step) -> VendorSigningProblem {
        .selfCheckFailed(step.rawValue)
    }
}
