import Administration
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Ports
import PushCertificates
import Testing

extension HTTPField.Name {
    static let clientCert = HTTPField.Name("client-cert") ?? .via
    static let mdmSignature = HTTPField.Name("Mdm-Signature") ?? .via
    static let kizunaProxy = HTTPField.Name("X-Kizuna-Proxy") ?? .via
}

extension DeviceBench {
    var checkIn: String { "/mdm/\(company.id)/checkin" }
    var connect: String { "/mdm/\(company.id)/connect" }
    var scep: String { "/scep/\(company.id)" }

    /// - Parameter identity: told in the proxy's header.
    static func put(
        _ body: [UInt8], to path: String, as identity: TestIdentity?, with headers: HTTPFields = [:],
        _ client: any TestClientProtocol
    ) async throws -> TestResponse {
        var headers = headers
        if let identity { headers[.clientCert] = identity.header }
        return try await client.execute(
            uri: path, method: .put, headers: headers, body: ByteBuffer(bytes: body)
        ) { $0 }
    }

    /// Authenticate and TokenUpdate, as a device does them.
    func enroll(_ udid: String, _ client: any TestClientProtocol) async throws -> TestIdentity {
        let identity = try await issueIdentity()
        for body in [Bodies.message("Authenticate", from: udid), Bodies.tokenUpdate(from: udid)] {
            let answer = try await Self.put(body, to: checkIn, as: identity, client)
            #expect(answer.status == .ok && answer.body.readableBytes == 0)
        }
        return identity
    }
}
