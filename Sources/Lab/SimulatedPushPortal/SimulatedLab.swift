import Foundation
public import Hummingbird
public import SimulatedClock

/// The whole Lab of one directory: its clock, its certificate authority and its push portal, ready to be served.
public struct SimulatedLab: Sendable {
    public let clock: LabClock
    let portal: PushPortal
    let directory: LabDirectory
    private let lock: LabLock

    /// Takes up what an earlier run left in `path`, or makes everything new there (files 0600, directory 0700).
    ///
    /// - Throws: ``LabLock/Taken`` when another Lab runs in that directory; a clock or file that cannot be read.
    public init(directory path: String) throws {
        directory = try LabDirectory(path: path)
        lock = try LabLock(directory)
        try? FileManager.default.removeItem(atPath: directory.descriptionFile)
        clock = try LabClock(path: directory.clockFile)
        portal = try PushPortal(directory: directory, clock: clock)
    }

    /// Whom the Lab's push service believes, and what the portal has taken back since.
    public var pushAuthorities: PushAuthorities {
        get async {
            let authority = await portal.authority
            return PushAuthorities(
                rootsPEM: authority.rootsPEM, pushIssuersPEM: authority.integration.certificatePEM,
                revoked: portal.revoked)
        }
    }

    /// Where the push service keeps its own certificate and key.
    public var pushServiceIdentityFile: String { directory.path + "/apns-identity.json" }

    /// Absolute; where the simulated devices are kept.
    public var path: String { directory.path }

    /// Every page and interface of the Lab; see `docs/reference/lab.md`.
    public func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: LabGuard())
        AssetRoutes().add(to: router)
        ClockRoutes(clock: clock).add(to: router)
        PortalRoutes(portal: portal).add(to: router)
        LabRoutes(portal: portal).add(to: router)
        APIRoutes(portal: portal).add(to: router)
        return router
    }

    /// Tells a server how to live in this Lab: writes `lab.json` (0600), and returns where.
    ///
    /// - Parameters:
    ///   - origin: where the Lab answers, such as `http://127.0.0.1:8084`.
    ///   - pushService: where its push service answers; nil without one.
    ///   - mailServer: where its mail server answers; nil without one.
    ///   - deviceAuthorityPEM: who signed the certificates of devices; nil without a Business Manager.
    public func announce(
        origin: String, pushService: PushServiceAddress? = nil, mailServer: MailServerAddress? = nil,
        deviceAuthorityPEM: String? = nil
    ) async throws -> String {
        let authority = await portal.authority
        let state = await portal.state
        let description = LabDescription(
            roots_pem: authority.rootsPEM, intermediates_pem: authority.intermediatesPEM, clock_file: clock.path,
            portal_url: origin + "/pushcert/", vendor_certificate_file: directory.vendorCertificateFile,
            vendor_key_file: directory.vendorKeyFile, lab_url: origin + "/", clock_url: origin + "/clock",
            portal_account: state.mainAccount, portal_password: state.mainPassword,
            portal_code_url: origin + "/portal-code", apns_host: pushService?.host, apns_port: pushService?.port,
            apns_roots_pem: pushService?.rootsPEM, devices_url: origin + "/devices",
            mailbox: mailServer.map { _ in origin + "/mailbox" }, smtp_host: mailServer?.host,
            smtp_port: mailServer?.port, smtps_port: mailServer?.tlsPort, smtp_login: mailServer?.login,
            smtp_password: mailServer?.password, smtp_roots_file: mailServer?.rootsFile,
            smtp_roots_pem: mailServer?.rootsPEM,
            manager_url: deviceAuthorityPEM.map { _ in origin + "/business" },
            ade_url: deviceAuthorityPEM.map { _ in origin + "/mdmenrollment" },
            device_authority_pem: deviceAuthorityPEM)
        try DurableFile.write(json: description, to: directory.descriptionFile)
        return directory.descriptionFile
    }
}

/// `lab.json`, key by key.
private struct LabDescription: Encodable {
    let roots_pem: String
    let intermediates_pem: String
    let clock_file: String
    let portal_url: String
    let vendor_certificate_file: String
    let vendor_key_file: String
    let lab_url: String
    let clock_url: String
    let portal_account: String
    let portal_password: String
    let portal_code_url: String
    let apns_host: String?
    let apns_port: Int?
    let apns_roots_pem: String?
    let devices_url: String
    let mailbox: String?
    let smtp_host: String?
    let smtp_port: Int?
    let smtps_port: Int?
    let smtp_login: String?
    let smtp_password: String?
    let smtp_roots_file: String?
    let smtp_roots_pem: String?
    let manager_url: String?
    let ade_url: String?
    let device_authority_pem: String?
}

/// How a server reaches the Lab's mail server: the keys `smtp_…` of `lab.json`.
public struct MailServerAddress: Sendable {
    public let host: String
    /// STARTTLS.
    public let port: Int
    /// TLS from the first byte.
    public let tlsPort: Int
    public let login: String
    public let password: String
    /// PEM, by which the server knows it in TLS.
    public let rootsPEM: String
    /// The same in a file, for libraries that want one.
    public let rootsFile: String

    public init(
        host: String, port: Int, tlsPort: Int, login: String, password: String, rootsPEM: String, rootsFile: String
    ) {
        self.host = host
        self.port = port
        self.tlsPort = tlsPort
        self.login = login
        self.password = password
        self.rootsPEM = rootsPEM
        self.rootsFile = rootsFile
    }
}

/// How a server reaches the Lab's push service: the keys `apns_…` of `lab.json`.
public struct PushServiceAddress: Sendable {
    public let host: String
    public let port: Int
    /// By which the server knows it in TLS.
    public let rootsPEM: String

    public init(host: String, port: Int, rootsPEM: String) {
        self.host = host
        self.port = port
        self.rootsPEM = rootsPEM
    }
}

/// What the Lab's push service needs of the portal to judge a client certificate.
public struct PushAuthorities: Sendable {
    public let rootsPEM: String
    /// Application Integration 2, the only one that issues push certificates.
    public let pushIssuersPEM: String
    public let revoked: RevokedCertificates
}
