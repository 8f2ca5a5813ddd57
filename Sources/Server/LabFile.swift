import Administration
import CommandLine
import CurlMailTransport
import Foundation
import Ports
import PushCertificates

/// What a server started with the Lab switch learns from the file that `kizuna-lab` wrote.
struct LabFile: Decodable {
    let rootsPEM: String
    let intermediatesPEM: String
    let clockFile: String
    let portalURL: String
    /// The simulated APNs; absent in files of an older Lab.
    let apnsHost: String?
    let apnsPort: Int?
    let apnsRootsPEM: String?
    /// The mailbox; absent in files of an older Lab.
    let smtpHost: String?
    let smtpPort: Int?
    let smtpLogin: String?
    let smtpPassword: String?
    let smtpAuthorityFile: String?
    /// The simulated Business Manager's page and service; absent in files of an older Lab.
    let managerURL: String?
    let adeURL: String?
    let deviceAuthorityPEM: String?

    enum CodingKeys: String, CodingKey {
        case rootsPEM = "roots_pem"
        case intermediatesPEM = "intermediates_pem"
        case clockFile = "clock_file"
        case portalURL = "portal_url"
        case apnsHost = "apns_host"
        case apnsPort = "apns_port"
        case apnsRootsPEM = "apns_roots_pem"
        case smtpHost = "smtp_host"
        case smtpPort = "smtp_port"
        case smtpLogin = "smtp_login"
        case smtpPassword = "smtp_password"
        case smtpAuthorityFile = "smtp_roots_file"
        case managerURL = "manager_url"
        case adeURL = "ade_url"
        case deviceAuthorityPEM = "device_authority_pem"
    }

    static func read(_ path: String) throws -> LabFile {
        guard let data = FileManager.default.contents(atPath: path),
            let file = try? JSONDecoder().decode(LabFile.self, from: data)
        else {
            throw SettingsMistakes(lines: [
                "kizuna: --lab \(path) cannot be read. Start kizuna-lab first and name the lab.json in its directory."
            ])
        }
        return file
    }

    var anchors: LabAnchors {
        TrustAnchors(roots: Self.certificates(in: rootsPEM), intermediates: Self.certificates(in: intermediatesPEM))
    }

    var mailServer: MailServer? {
        guard let smtpHost, let smtpPort else { return nil }
        return MailServer(
            host: smtpHost, port: smtpPort, security: .startTLS, login: smtpLogin,
            password: smtpPassword.map { Secret($0) }, authorityFile: smtpAuthorityFile)
    }

    var apnsRoots: [[UInt8]] { Self.certificates(in: apnsRootsPEM ?? "") }

    var deviceAuthorities: [[UInt8]] { Self.certificates(in: deviceAuthorityPEM ?? "") }

    static func certificates(in pem: String) -> [[UInt8]] {
        pem.components(separatedBy: "-----BEGIN CERTIFICATE-----").dropFirst().compactMap { block in
            let body = block.components(separatedBy: "-----END").first ?? ""
            return Data(base64Encoded: body, options: .ignoreUnknownCharacters).map(Array.init)
        }
    }
}

/// The system's clock.
struct SystemClock: TimeSource {
    var now: Date { Date() }
}
