import CLibcrypto
public import Foundation
import NIOHTTP1

/// Certificates for a load generator: N devices that have only gone as far as SCEP. They check in by other means.
///
/// Writes `ids.tsv` (UDID, serial, number of the key, base64 of the DER certificate, separated by tabs) and
/// `ids.tsv.keys` (the keys' PEM, one after the other).
public struct IdentityHarvest: Sendable {
    public struct Target: Codable, Sendable {
        public let topic: String
        public let serverURL: String
        public let checkInURL: String
        public let identities: Int
        public let seconds: Double

        enum CodingKeys: String, CodingKey {
            case topic, identities, seconds
            case serverURL = "server_url"
            case checkInURL = "checkin_url"
        }
    }

    private let link: URL
    private let count: Int
    private let keys: Int
    private let concurrency: Int

    /// - Parameter link: an invitation that may be used `count` times.
    public init(link: URL, count: Int, keys: Int = 64, concurrency: Int = 8) {
        self.link = link
        self.count = max(1, count)
        self.keys = max(1, min(keys, count))
        self.concurrency = max(1, concurrency)
    }

    /// - Parameter report: called with how many there are, now and then.
    public func callAsFunction(into directory: String, report: @escaping @Sendable (Int) -> Void) async throws -> Target
    {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let http = DeviceHTTP(connections: concurrency)
        do {
            let target = try await harvest(directory, http, report)
            await http.shutDown()
            return target
        } catch {
            await http.shutDown()
            throw error
        }
    }

    private func harvest(_ directory: String, _ http: DeviceHTTP, _ report: @escaping @Sendable (Int) -> Void)
        async throws -> Target
    {
        let pool = try (0..<keys).map { _ in try DeviceKey() }
        let start = ContinuousClock.now
        var lines = [String?](repeating: nil, count: count)
        var mdm: EnrollmentProfile.MDM?
        try await withThrowingTaskGroup(of: (Int, String, EnrollmentProfile.MDM).self) { group in
            var next = 0
            func addOne() {
                guard next < count else { return }
                let index = next, key = pool[index % keys], keyNumber = index % keys
                next += 1
                group.addTask {
                    let (certificate, profile) = try await identity(key, http)
                    let encoded = Data(certificate.der).base64EncodedString()
                    return (
                        index, "\(Self.udid(index))\t\(Self.serial(index))\t\(keyNumber)\t\(encoded)\n", profile.mdm
                    )
                }
            }
            for _ in 0..<concurrency { addOne() }
            var done = 0
            while let (index, line, found) = try await group.next() {
                lines[index] = line
                mdm = found
                done += 1
                if done % 100 == 0 || done == count { report(done) }
                addOne()
            }
        }
        try Self.write(lines.compactMap { $0 }.joined(), directory + "/ids.tsv")
        try Self.write(try pool.map { try $0.pem }.joined(), directory + "/ids.tsv.keys")
        let elapsed = ContinuousClock.now - start
        return Target(
            topic: mdm?.topic ?? "", serverURL: mdm?.serverURL.absoluteString ?? "",
            checkInURL: mdm?.checkInURL.absoluteString ?? "", identities: count,
            seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
    }

    /// A profile for each, because each has a challenge of its own.
    private func identity(_ key: DeviceKey, _ http: DeviceHTTP) async throws -> (DeviceCertificate, EnrollmentProfile) {
        let headers = HTTPHeaders([("User-Agent", "kizuna-lab identities"), ("Accept-Language", "ja")])
        let page = try await http.send(.GET, link, headers: headers)
        guard page.status == 200 else { throw DeviceRefusal("The invitation was answered \(page.status).") }
        var bytes = page.body
        if page.contentType == "text/html" {
            guard let address = InvitationPage.profileLink(in: String(decoding: page.body, as: UTF8.self)),
                let url = URL(string: address, relativeTo: page.url)?.absoluteURL
            else { throw DeviceRefusal("The page offers no profile.") }
            let answer = try await http.send(.GET, url, headers: headers)
            guard answer.status == 200 else { throw DeviceRefusal("The profile was answered \(answer.status).") }
            bytes = answer.body
        }
        let profile = try EnrollmentProfile(signed: bytes)
        let client = SCEPClient(
            http: http, settings: profile.scep, roots: profile.roots, manners: SCEPManners(),
            userAgent: "CertificateService/1.0", now: Date())
        return (try await client.certificate(for: key), profile)
    }

    /// The same on every run, and the same as the load generator's own: SHA-256 of `bench<n>` as a UUID of version 4.
    static func udid(_ index: Int) -> String {
        var bytes = Array(Libcrypto.digest(Array("bench\(index)".utf8), EVP_sha256()).prefix(16))
        guard bytes.count == 16 else { return "" }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let hex = Libcrypto.hexadecimal(bytes).uppercased()
        let ends = [8, 12, 16, 20, 32]
        var from = hex.startIndex
        return ends.map { end in
            let to = hex.index(hex.startIndex, offsetBy: end)
            defer { from = to }
            return String(hex[from..<to])
        }.joined(separator: "-")
    }

    static func serial(_ index: Int) -> String {
        let digits = String(index)
        return "BENCH" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }

    private static func write(_ text: String, _ path: String) throws {
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw DeviceRefusal("\(path) could not be written. Check permissions and free space.") }
    }
}
