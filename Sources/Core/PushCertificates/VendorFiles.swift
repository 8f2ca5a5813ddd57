import Administration
import Crypto
import CryptoExtras
import X509

/// Reads the two files of a vendor certificate in the forms in which operators have them.
enum VendorFiles {
    static let sizeLimitBytes = 64 * 1024

    /// Certificates that are not authorities, or else all.
    static func certificates(in file: [UInt8]) throws(VendorSigningProblem) -> [ReadCertificate] {
        guard file.count <= sizeLimitBytes else { throw .unreadableCertificate }
        let contents = FileContents(of: file)
        // A private key beside the certificate is no reason to refuse here: it is asked for anyway.
        if contents.refusal == .keyNotRequestedHere { throw .keyNotSupported }
        let leaves = contents.certificates.filter { !$0.parsed.isAuthority }
        guard !contents.certificates.isEmpty else { throw .unreadableCertificate }
        return leaves.isEmpty ? contents.certificates : leaves
    }

    static func privateKey(in file: Secret<[UInt8]>) throws(VendorSigningProblem) -> _RSA.Signing.PrivateKey {
        let bytes = FileContents.withoutByteOrderMark(file.reveal())
        guard bytes.count <= sizeLimitBytes else { throw .unreadableKey }
        let block = PEMText.blocks(in: bytes).first(where: \.isPrivateKey)
        if let block, block.label != "PRIVATE KEY", block.label != "RSA PRIVATE KEY" {
            // Encrypted keys cannot be read; a key of another kind never fits.
            throw block.label.contains("ENCRYPTED") || block.label.contains("OPENSSH")
                ? .unreadableKey : .keyNotSupported
        }
        guard let der = block.map(\.der) ?? bytes else { throw .unreadableKey }
        guard DERKind(in: DERReader(bytes: der), at: 0) == .privateKey else { throw .unreadableKey }
        do {
            let key = try _RSA.Signing.PrivateKey(derRepresentation: der)
            guard key.keySizeInBits <= Certificate.largestRSAKeyBits else { throw VendorSigningProblem.keyNotSupported }
            return key
        } catch let problem as VendorSigningProblem {
            throw problem
        } catch CryptoKitError.incorrectParameterSize {
            throw .keyNotSupported
        } catch {
            throw isKeyOfAnotherKind(der) ? .keyNotSupported : .unreadableKey
        }
    }

    static func certificate(
        among candidates: [ReadCertificate], fitting key: _RSA.Signing.PrivateKey
    ) throws(VendorSigningProblem) -> ReadCertificate {
        let publicKey = Certificate.PublicKey(key.publicKey)
        if let fitting = candidates.first(where: { $0.parsed.publicKey == publicKey }) { return fitting }
        guard candidates.contains(where: { $0.parsed.rsaKeyBits != nil }) else { throw .keyNotSupported }
        throw .keyDoesNotMatch
    }

    private static func isKeyOfAnotherKind(_ der: [UInt8]) -> Bool {
        (try? P256.Signing.PrivateKey(derRepresentation: der)) != nil
            || (try? P384.Signing.PrivateKey(derRepresentation: der)) != nil
            || (try? P521.Signing.PrivateKey(derRepresentation: der)) != nil
    }
}
