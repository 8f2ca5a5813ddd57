import Foundation

/// Where the Lab keeps what it must not forget; only its owner may look inside.
struct LabDirectory: Sendable {
    /// Absolute.
    let path: String

    init(path: String) throws {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        try FileManager.default.createDirectory(
            atPath: absolute, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        chmod(absolute, 0o700)
        self.path = absolute
    }

    var clockFile: String { path + "/clock" }
    var authorityFile: String { path + "/authority.json" }
    var portalFile: String { path + "/portal.json" }
    var vendorCertificateFile: String { path + "/vendor-certificate.pem" }
    var vendorKeyFile: String { path + "/vendor-key.pem" }
    /// Tells a server everything it needs to live in this Lab.
    var descriptionFile: String { path + "/lab.json" }

    func writeVendor(_ vendor: KeyedCertificate) throws {
        try DurableFile.write(vendor.certificatePEM.utf8, to: vendorCertificateFile)
        try DurableFile.write(vendor.keyPEM.utf8, to: vendorKeyFile)
    }
}
