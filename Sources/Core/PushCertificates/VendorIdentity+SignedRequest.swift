import Administration
import CryptoExtras
public import Foundation
import MDMProtocol

extension VendorIdentity {
    /// The file for Apple: base64 (one line) of the XML property list with the three strings
    /// (reference/push-certificate.md §2), read back and verified before it is returned.
    ///
    /// The signature is RSASSA-PKCS1-v1_5 with SHA-256 over the whole DER request, so the same request always gives
    /// the same file.
    ///
    /// - Parameter csr: DER, as made by ``PushKeyPair``.
    /// - Throws: ``VendorSigningProblem/expired(at:)`` and its like before anything is signed;
    ///   ``VendorSigningProblem/selfCheckFailed(_:)`` with the raw value of a ``SignedRequestReader/Step``.
    public func signedRequest(for csr: [UInt8], now: Date) async throws(VendorSigningProblem) -> String {
        guard now < notAfter else { throw .expired(at: notAfter) }
        guard now.addingTimeInterval(ClockSkew.toleratedSeconds) >= notBefore else {
            throw .notYetValid(from: notBefore)
        }
        let signature: [UInt8]
        do {
            let key = try _RSA.Signing.PrivateKey(derRepresentation: privateKey.reveal())
            signature = Array(try key.signature(for: csr, padding: .insecurePKCS1v1_5).rawRepresentation)
        } catch {
            throw .unreadableKey
        }
        let list = PropertyList.dictionary([
            ("PushCertCertificateChain", .string(chain.map(PEMText.certificate).joined())),
            ("PushCertRequestCSR", .string(Data(csr).base64EncodedString())),
            ("PushCertSignature", .string(Data(signature).base64EncodedString())),
        ])
        let file = Data(list.xml.utf8).base64EncodedString()
        try await readBack(file, now: now)
        return file
    }

    private func readBack(_ file: String, now: Date) async throws(VendorSigningProblem) {
        let anchors = TrustAnchors(roots: chain.suffix(1), intermediates: [])
        do throws(VendorSigningProblem) {
            _ = try await SignedRequestReader.verify(Array(file.utf8), anchors: anchors, now: now)
        } catch {
            switch error {
            case .selfCheckFailed, .expired, .notYetValid, .intermediateExpired: throw error
            default: throw .selfCheckFailed(SignedRequestReader.Step.chain.rawValue)
            }
        }
    }
}
