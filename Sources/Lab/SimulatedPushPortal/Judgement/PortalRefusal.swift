/// Why the portal did not take an upload, in Apple's words, and which rule the Lab saw broken.
///
/// The words are those that administrators report from identity.apple.com (micromdm issues 723, 796, 1069, 1079);
/// only for the signature is Apple's number known.
struct PortalRefusal: Error, Equatable, Sendable {
    let rule: Rule

    /// Each rule that a vendor-signed request can break, one broken variant in the tests for each.
    enum Rule: String, CaseIterable, Sendable {
        case empty
        case tooLarge = "too-large"
        case notBase64 = "not-base64"
        case byteOrderMark = "byte-order-mark"
        case notUTF8 = "not-utf-8"
        case notAPropertyList = "not-a-property-list"
        case notExactlyThreeKeys = "not-exactly-three-keys"
        case valueNotAString = "value-not-a-string"
        case requestNotBase64 = "request-not-base64"
        case requestUnreadable = "request-unreadable"
        case requestSignatureWrong = "request-signature-wrong"
        case requestKeyNotRSA2048 = "request-key-not-rsa-2048"
        case chainUnreadable = "chain-unreadable"
        case chainTooShort = "chain-too-short"
        case chainBroken = "chain-broken"
        case rootNotTrusted = "root-not-trusted"
        case intermediateNotValidNow = "intermediate-not-valid-now"
        case signerNotAVendor = "signer-not-a-vendor"
        case signerNotYetValid = "signer-not-yet-valid"
        case signerExpired = "signer-expired"
        case signatureNotBase64 = "signature-not-base64"
        case signatureWrong = "signature-wrong"
    }

    private enum Family {
        case invalidRequest, signatureInvalid, signerExpired
    }

    private var family: Family {
        switch rule {
        case .empty, .tooLarge, .notBase64, .byteOrderMark, .notUTF8, .notAPropertyList, .notExactlyThreeKeys,
            .valueNotAString, .requestNotBase64, .requestUnreadable, .requestSignatureWrong, .requestKeyNotRSA2048:
            .invalidRequest
        case .chainUnreadable, .chainTooShort, .chainBroken, .rootNotTrusted, .intermediateNotValidNow,
            .signerNotAVendor, .signerNotYetValid, .signatureNotBase64, .signatureWrong:
            .signatureInvalid
        case .signerExpired: .signerExpired
        }
    }

    var title: String {
        switch family {
        case .invalidRequest: "Invalid Certificate Signing Request"
        case .signatureInvalid, .signerExpired: "Certificate Signature Verification failed"
        }
    }

    var text: String {
        switch family {
        case .invalidRequest:
            "The certificate signing request you entered appears to be invalid. "
                + "Make sure that request file was uploaded is in the correct format and not empty."
        case .signatureInvalid: "Certificate Signature Verification failed because the signature is invalid."
        case .signerExpired: "Certificate Signature Verification failed because the signing certificate is expired."
        }
    }

    /// Apple's `ErrorCode`, where one is known.
    var code: Int? {
        switch family {
        case .invalidRequest: nil
        case .signatureInvalid, .signerExpired: -80018
        }
    }
}
