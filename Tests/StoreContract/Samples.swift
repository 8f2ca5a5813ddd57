import Administration
import Foundation
import PushCertificates
import Testing

/// An instant in whole milliseconds, which is what a store keeps.
let today = Date(timeIntervalSince1970: 1_795_000_000.125)

func day(_ number: Double) -> Date { today.addingTimeInterval(number * 86_400) }

extension Company {
    static func sample(_ code: String, id: String? = nil) throws -> Company {
        Company(
            id: CompanyID(stored: id ?? "id-of-\(code)"), code: try CompanyCode(code), name: "株式会社 \(code)",
            language: .japanese, timeZone: try #require(TimeZone(identifier: "Asia/Tokyo")), brand: .officeMarugoto,
            wrappedKey: [1, 2, 3], createdAt: today)
    }
}

extension User {
    static func sample(_ login: String, of company: Company, id: String? = nil) -> User {
        User(
            id: UserID(stored: id ?? "id-of-\(login)"), companyID: company.id, login: login, role: .administrator,
            createdAt: today)
    }
}

extension Session {
    static func sample(_ token: UInt8, of user: User, at instant: Date = today) -> Session {
        Session(
            tokenHash: hash(token), companyID: user.companyID, userID: user.id, createdAt: instant,
            lastSeenAt: instant)
    }
}

extension PasswordLink {
    static func sample(_ token: UInt8, of user: User) -> PasswordLink {
        PasswordLink(tokenHash: hash(token), companyID: user.companyID, userID: user.id, expiresAt: day(1))
    }
}

extension PushRequest {
    static func sample(_ id: String, at instant: Date = today, isPending: Bool = false) -> PushRequest {
        PushRequest(
            id: ID(stored: id), createdAt: instant, createdBy: "yamada", publicKey: Fingerprint(bytes: hash(7)),
            csr: [0x30, 0, 0xFF], sealedKey: [9, 9, 9], isPending: isPending)
    }
}

extension RegisteredCertificate {
    static func sample(
        _ id: String, of request: PushRequest, at instant: Date = today, state: State = .active
    ) throws -> RegisteredCertificate {
        RegisteredCertificate(
            id: ID(stored: id),
            certificate: PushCertificate(
                der: [0x30, 0x82, 0, 1], serialNumber: "4F:2A:9C", topic: try .sample("one"), notBefore: day(-1),
                notAfter: day(364), publicKey: request.publicKey, fingerprint: Fingerprint(bytes: hash(8))),
            requestID: request.id, registeredAt: instant, registeredBy: "yamada", state: state)
    }
}

extension PushTopic {
    static func sample(_ name: String) throws -> PushTopic {
        try PushTopic(subjectUID: "com.apple.mgmt.External.\(name)")
    }
}

extension VendorCertificate {
    static func sample(_ subject: String) -> VendorCertificate {
        VendorCertificate(
            der: [0x30, 1], subject: subject, serialNumber: "01", notBefore: day(-10), notAfter: day(300),
            fingerprint: Fingerprint(bytes: hash(3)), sealedKey: [5, 6], importedAt: today)
    }
}

func hash(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }
