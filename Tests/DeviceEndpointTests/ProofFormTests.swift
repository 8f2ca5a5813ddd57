import Administration
import DeviceEndpoints
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ports
import PushCertificates
import Testing

/// In which form a certificate may be told, and what of two that do not agree.
@Suite struct ProofFormTests {
    /// Header lines of a request by one device, while another exists.
    enum Form: CaseIterable {
        case structured, escaped
        case twice, both, list, twoInOne, key, unpadded, parameter, trailing, long, empty, escapedTwice
        var isRead: Bool { self == .structured || self == .escaped }

        func values(of one: TestIdentity, beside other: TestIdentity) -> [String] {
            switch self {
            case .structured: [one.header]
            case .escaped: [one.escapedPEM]
            case .twice: [one.header, one.header]
            case .both: [one.header, other.header]
            case .list: ["\(one.header), \(other.header)"]
            case .twoInOne: [one.escapedPEM + other.escapedPEM]
            case .key: [one.escapedPEM.replacing("CERTIFICATE", with: "PRIVATE%20KEY")]
            case .unpadded: [":" + Data(one.der + [0]).base64EncodedString().replacing("=", with: "") + "A:"]
            case .parameter: [one.header + ";chain=1"]
            case .trailing: [":" + Data(one.der + [0x30, 0x00]).base64EncodedString() + ":"]
            case .long: [":" + String(repeating: "MIIB", count: 10_000) + ":"]
            case .empty: [""]
            case .escapedTwice: [one.escapedPEM.replacing("%", with: "%25")]
            }
        }
    }

    @Test(arguments: Form.allCases)
    func `a proxy tells one certificate, as RFC 9440 or as escaped PEM`(_ form: Form) async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            let one = try await bench.issueIdentity()
            let other = try await bench.issueIdentity()
            var headers: HTTPFields = [:]
            for value in form.values(of: one, beside: other) {
                headers.append(HTTPField(name: .clientCert, value: value))
            }
            let answer = try await DeviceBench.put(
                Bodies.message("Authenticate", from: "UDID-A"), to: bench.checkIn, as: nil, with: headers, client)
            #expect(answer.status == (form.isRead ? .ok : .badRequest))
            let bound = try await bench.store.read {
                try $0.identity(fingerprint: one.fingerprint, in: bench.company.scope)?.state == .bound
            }
            #expect(bound == form.isRead)
        }
    }

    @Test func `only the configured header is read, and the secret only once`() async throws {
        let bench = try await DeviceBench()
        var configuration = DeviceConfiguration(trusting: "127.0.0.0/8", secret: "told")
        configuration.certificateHeader = "x-ssl-client-escaped-cert"
        let other = try #require(HTTPField.Name("X-SSL-Client-Escaped-Cert"))
        let table: [(name: HTTPField.Name, secrets: [String], isRead: Bool)] = [
            (.clientCert, ["told"], false), (other, ["told", "told"], false), (other, ["Told"], false),
            (other, ["told", "x"], false), (other, [""], false), (other, ["told"], true),
        ]
        try await bench.test(configuration) { client in
            let identity = try await bench.issueIdentity()
            for (index, row) in table.enumerated() {
                var headers: HTTPFields = [row.name: identity.escapedPEM]
                for secret in row.secrets { headers.append(HTTPField(name: .kizunaProxy, value: secret)) }
                let answer = try await DeviceBench.put(
                    Bodies.message("Authenticate", from: "UDID-A"), to: bench.checkIn, as: nil, with: headers, client)
                #expect(answer.status == (row.isRead ? .ok : .badRequest), "row \(index)")
            }
        }
    }
}
