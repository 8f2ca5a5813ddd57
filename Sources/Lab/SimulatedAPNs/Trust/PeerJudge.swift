import CLibcrypto
import Crypto
import Foundation

/// Judges client certificates with OpenSSL's libcrypto and the Lab's clock, not with the library that made them.
final class PeerJudge: Sendable {
    private let roots: [[UInt8]]
    private let intermediates: [[UInt8]]
    private let isRevoked: @Sendable (PresentedCertificate) -> Bool

    /// APNs client, production environment: Apple marks push certificates with it.
    private static let productionPush = "1.2.840.113635.100.6.3.2"

    init(trust: AppleTrust, isRevoked: @escaping @Sendable (PresentedCertificate) -> Bool) throws {
        guard !trust.roots.isEmpty, !trust.intermediates.isEmpty,
            (trust.roots + trust.intermediates).allSatisfy({ CertificateHandle(der: $0) != nil })
        else { throw SimulatedAPNsError.noCertificate }
        roots = trust.roots
        intermediates = trust.intermediates
        self.isRevoked = isRevoked
    }

    /// What the handshake presented, leaf first, judged at `now`.
    func judge(leafDER: [UInt8], now: Date) -> (PresentedCertificate?, CertificateVerdict) {
        guard let leaf = CertificateHandle(der: leafDER), let facts = leaf.facts else { return (nil, .untrusted) }
        switch chainVerdict(leaf, now: now) {
        case .accepted: break
        case let other: return (facts, other)
        }
        guard leaf.hasExtension(Self.productionPush), !leaf.isAuthority, facts.topic != nil else {
            return (facts, .unfit)
        }
        return (facts, standing(of: facts, now: now))
    }

    /// The part that may change while a connection is open.
    func standing(of certificate: PresentedCertificate, now: Date) -> CertificateVerdict {
        if now < certificate.notBefore { return .notYetValid }
        if now > certificate.notAfter { return .expired }
        return isRevoked(certificate) ? .revoked : .accepted
    }

    private func chainVerdict(_ leaf: CertificateHandle, now: Date) -> CertificateVerdict {
        let authorities = intermediates.compactMap(CertificateHandle.init(der:))
        // Apple issues push certificates under one of its intermediates only, never under another of its roots' children.
        guard authorities.contains(where: { leaf.isIssued(by: $0) }) else { return .untrusted }
        guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new(), let pool = OPENSSL_sk_new_null() else {
            return .untrusted
        }
        defer {
            X509_STORE_CTX_free(context)
            X509_STORE_free(store)
            OPENSSL_sk_free(pool)
            ERR_clear_error()
        }
        let trusted = roots.compactMap(CertificateHandle.init(der:))
        for root in trusted { X509_STORE_add_cert(store, root.handle) }
        for authority in authorities { OPENSSL_sk_push(pool, UnsafeRawPointer(authority.handle)) }
        guard X509_STORE_CTX_init(context, store, leaf.handle, pool) == 1 else { return .untrusted }
        let parameters = X509_STORE_CTX_get0_param(context)
        X509_VERIFY_PARAM_set_time(parameters, time_t(now.timeIntervalSince1970.rounded(.down)))
        X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT)
        let isGood = withExtendedLifetime((authorities, trusted)) { X509_verify_cert(context) == 1 }
        if isGood { return .accepted }
        return switch X509_STORE_CTX_get_error(context) {
        case X509_V_ERR_CERT_HAS_EXPIRED: .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
        case X509_V_ERR_INVALID_PURPOSE: .unfit
        default: .untrusted
        }
    }
}

/// A certificate as libcrypto sees it.
final class CertificateHandle {
    let handle: OpaquePointer
    private let der: [UInt8]

    /// Nil for anything but exactly one DER certificate.
    init?(der: [UInt8]) {
        let read: OpaquePointer? = der.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            var cursor: UnsafePointer<UInt8>? = start
            guard let handle = d2i_X509(nil, &cursor, buffer.count) else {
                ERR_clear_error()
                return nil
            }
            guard cursor == start + buffer.count else {
                X509_free(handle)
                return nil
            }
            return handle
        }
        guard let read else { return nil }
        handle = read
        self.der = der
    }

    deinit { X509_free(handle) }

    var isAuthority: Bool { X509_check_ca(handle) != 0 }

    func isIssued(by issuer: CertificateHandle) -> Bool {
        guard let key = X509_get0_pubkey(issuer.handle) else { return false }
        defer { ERR_clear_error() }
        return X509_check_ca(issuer.handle) == 1 && X509_check_issued(issuer.handle, handle) == 0
            && X509_verify(handle, key) == 1
    }

    func hasExtension(_ identifier: String) -> Bool {
        guard let object = OBJ_txt2obj(identifier, 1) else { return false }
        defer { ASN1_OBJECT_free(object) }
        return X509_get_ext_by_OBJ(handle, object, -1) >= 0
    }

    /// Nil when the dates cannot be read.
    var facts: PresentedCertificate? {
        guard let notBefore = date(X509_get0_notBefore(handle)), let notAfter = date(X509_get0_notAfter(handle)) else {
            return nil
        }
        return PresentedCertificate(
            fingerprint: Hexadecimal.text(Array(SHA256.hash(data: der))), serial: serial, topic: topic,
            notBefore: notBefore, notAfter: notAfter)
    }

    private var serial: String {
        guard let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(handle), nil) else { return "" }
        defer { BN_free(number) }
        guard let text = BN_bn2hex(number) else { return "" }
        defer { CRYPTO_free(text, "", 0) }
        return String(cString: text)
    }

    /// The subject's UID (0.9.2342.19200300.100.1.1), when there is exactly one.
    private var topic: String? {
        let name = X509_get_subject_name(handle)
        let first = X509_NAME_get_index_by_NID(name, NID_userId, -1)
        guard first >= 0, X509_NAME_get_index_by_NID(name, NID_userId, first) < 0,
            let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, first))
        else { return nil }
        var text: UnsafeMutablePointer<UInt8>?
        let length = ASN1_STRING_to_UTF8(&text, value)
        guard length > 0, let text else { return nil }
        defer { CRYPTO_free(text, "", 0) }
        return String(decoding: UnsafeBufferPointer(start: text, count: Int(length)), as: UTF8.self)
    }

    private func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Date(timeIntervalSince1970: Double(timegm(&parts)))
    }
}
