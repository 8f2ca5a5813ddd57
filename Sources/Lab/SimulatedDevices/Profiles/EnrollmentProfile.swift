import Foundation

/// An enrollment profile that a device accepted: where to get an identity, and whom to obey.
///
/// Source: apple/device-management, `mdm/profiles/com.apple.mdm.yaml` and `com.apple.security.scep.yaml`.
struct EnrollmentProfile: Codable, Sendable {
    struct SCEP: Codable, Sendable {
        let url: URL
        let name: String?
        /// RDNs of pairs, as written.
        let subject: [[[String]]]
        let challenge: String?
        let keySize: Int
        let caFingerprint: Data?
    }

    struct MDM: Codable, Sendable {
        let topic: String
        let serverURL: URL
        let checkInURL: URL
        let signsMessages: Bool
        let accessRights: Int
        let checksOutWhenRemoved: Bool
        let serverCapabilities: [String]
    }

    struct Payload: Codable, Sendable {
        let type: String
        let identifier: String
        let uuid: String
        let displayName: String?
    }

    let identifier: String
    let uuid: String
    let displayName: String
    let organization: String?
    let payloads: [Payload]
    let scep: SCEP
    let mdm: MDM
    /// DER of the certificates that it installs as trusted.
    let roots: [Data]
    /// Subject and issuer of who signed it, to be compared when it is replaced.
    let signerSubject: String
    let signerIssuer: String

    /// Opens a profile as a device does on installing it.
    ///
    /// - Throws: ``DeviceRefusal`` in the words that the person at the device would read.
    init(signed bytes: [UInt8]) throws {
        let (content, signer) = try Self.opened(bytes)
        let value = try Self.read(content)
        let outer = try ProfileFields(value, what: "The profile")
        guard outer.type == "Configuration" else {
            throw DeviceRefusal("Invalid profile: its PayloadType is \(outer.type), not Configuration.")
        }
        let contents = (value["PayloadContent"]?.array ?? [])
        let fields = try contents.map { try ProfileFields($0, what: "A payload") }
        guard Set(fields.map(\.uuid) + [outer.uuid]).count == fields.count + 1 else {
            throw DeviceRefusal("Invalid profile: a PayloadUUID occurs twice (MCProfileErrorDomain 1007).")
        }
        guard Set(fields.map(\.identifier)).count == fields.count else {
            throw DeviceRefusal("Invalid profile: a PayloadIdentifier occurs twice (MCProfileErrorDomain 1008).")
        }
        let mdms = fields.filter { $0.type == "com.apple.mdm" }
        guard mdms.count == 1, let mdm = mdms.first else {
            throw DeviceRefusal("This profile has \(mdms.count) MDM payloads; a device takes exactly one.")
        }
        identifier = outer.identifier
        uuid = outer.uuid
        displayName = outer.displayName ?? outer.identifier
        organization = value["PayloadOrganization"]?.string
        payloads = fields.map {
            Payload(type: $0.type, identifier: $0.identifier, uuid: $0.uuid, displayName: $0.displayName)
        }
        self.mdm = try MDM(mdm.value)
        let identityUUID = mdm.value["IdentityCertificateUUID"]?.string ?? ""
        guard let scep = fields.first(where: { $0.uuid == identityUUID && $0.type == "com.apple.security.scep" })
        else {
            throw DeviceRefusal("The MDM payload names an identity (\(identityUUID)) that this profile does not bring.")
        }
        self.scep = try SCEP(scep.value)
        roots = fields.filter { $0.type == "com.apple.security.root" }.compactMap {
            $0.value["PayloadContent"]?.data.map { Data($0) }
        }
        signerSubject = signer.subject
        signerIssuer = signer.issuer
    }

    /// The content of a signed profile and who signed it.
    static func opened(_ bytes: [UInt8]) throws -> (content: [UInt8], signer: DeviceCertificate) {
        guard bytes.first == 0x30 else {
            throw DeviceRefusal(
                bytes.first == UInt8(ascii: "<")
                    ? "This profile is not signed; the Lab's devices install signed ones only."
                    : "This is no profile: it begins with neither XML nor a signature.")
        }
        do {
            let signed = try SignedContent(bytes)
            guard let signer = signed.signer else { throw DeviceRefusal("The profile's signer is not in it.") }
            return (signed.content, signer)
        } catch let error as LibcryptoError {
            throw DeviceRefusal("The profile's signature is wrong (MCProfileErrorDomain 1004): \(error).")
        }
    }

    static func read(_ content: [UInt8]) throws -> DeviceValue {
        do {
            return try DevicePlistReader.value(content)
        } catch {
            throw DeviceRefusal("Malformed profile (MCProfileErrorDomain 1000): \(error).")
        }
    }
}

/// What every profile and payload has.
struct ProfileFields {
    let value: DeviceValue
    let type: String
    let identifier: String
    let uuid: String
    let displayName: String?

    init(_ value: DeviceValue, what: String) throws {
        func needed(_ key: String) throws -> String {
            guard let text = value[key]?.string, !text.isEmpty else {
                throw DeviceRefusal("\(what) lacks \(key) (MCProfileErrorDomain 1002).")
            }
            return text
        }
        self.value = value
        type = try needed("PayloadType")
        identifier = try needed("PayloadIdentifier")
        uuid = try needed("PayloadUUID")
        guard value["PayloadVersion"]?.integer == 1 else {
            throw DeviceRefusal("\(what) has no PayloadVersion 1 (MCProfileErrorDomain 1002).")
        }
        displayName = value["PayloadDisplayName"]?.string
    }
}

extension EnrollmentProfile.MDM {
    init(_ value: DeviceValue) throws {
        guard let topic = value["Topic"]?.string, topic.hasPrefix("com.apple.mgmt.") else {
            throw DeviceRefusal(
                "The MDM payload's Topic is none of Apple's management topics (MCMDMErrorDomain 12022).")
        }
        let server = try EnrollmentProfile.url(value["ServerURL"], "ServerURL")
        let rights = Int(value["AccessRights"]?.integer ?? 0)
        guard (1...8191).contains(rights), rights & 2 == 0 || rights & 1 != 0, rights & 128 == 0 || rights & 64 != 0
        else { throw DeviceRefusal("The AccessRights \(rights) are not possible (MCMDMErrorDomain 12000).") }
        if let capabilities = value["ServerCapabilities"], capabilities.strings == nil {
            throw DeviceRefusal("ServerCapabilities is not a list of texts (MCProfileErrorDomain 1003).")
        }
        self.topic = topic
        serverURL = server
        checkInURL = try value["CheckInURL"].map { try EnrollmentProfile.url($0, "CheckInURL") } ?? server
        signsMessages = value["SignMessage"]?.boolean ?? false
        accessRights = rights
        checksOutWhenRemoved = value["CheckOutWhenRemoved"]?.boolean ?? false
        serverCapabilities = value["ServerCapabilities"]?.strings ?? []
    }
}

extension EnrollmentProfile.SCEP {
    init(_ payload: DeviceValue) throws {
        guard let value = payload["PayloadContent"], value.dictionary != nil else {
            throw DeviceRefusal("The SCEP payload has no PayloadContent dictionary (MCProfileErrorDomain 1002).")
        }
        let keySize = Int(value["Keysize"]?.integer ?? 1024)
        guard [1024, 2048, 4096].contains(keySize), value["Key Type"]?.string ?? "RSA" == "RSA" else {
            throw DeviceRefusal(
                "A SCEP key of \(keySize) bits or of that type cannot be made (MCSCEPErrorDomain 22008).")
        }
        let names = value["Subject"]?.array ?? []
        subject = try names.map { name in
            try (name.array ?? []).map { pair in
                guard let strings = pair.strings, strings.count == 2 else {
                    throw DeviceRefusal(
                        "The SCEP payload's Subject is not a list of names (MCProfileErrorDomain 1003).")
                }
                return strings
            }
        }
        url = try EnrollmentProfile.url(value["URL"], "the SCEP payload's URL")
        name = value["Name"]?.string
        challenge = value["Challenge"]?.string
        self.keySize = keySize
        caFingerprint = value["CAFingerprint"]?.data.map { Data($0) }
    }
}

extension EnrollmentProfile {
    /// https, or http to this machine (the Lab's one relaxation).
    fileprivate static func url(_ value: DeviceValue?, _ what: String) throws -> URL {
        guard let text = value?.string, let url = URL(string: text), let host = url.host, !host.isEmpty,
            url.scheme == "https" || (url.scheme == "http" && DeviceHTTP.isLoopback(host))
        else {
            throw DeviceRefusal("\(what) is no https address (MCMDMErrorDomain 12034): \(value?.string ?? "missing").")
        }
        return url
    }
}
