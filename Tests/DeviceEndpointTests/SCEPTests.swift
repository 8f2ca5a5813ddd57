import Administration
import CMS
import Crypto
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Ports
import PushCertificates
import Testing

@Suite struct SCEPTests {
    @Test func `capabilities and the authority's certificate are given with their types`() async throws {
        let bench = try await DeviceBench()
        let path = try await bench.invite().path
        try await bench.test { client in
            try await client.execute(uri: bench.scep + "?operation=GetCACaps", method: .get) { answer in
                #expect(answer.status == .ok && answer.headers[.contentType] == "text/plain")
                let lines = String(buffer: answer.body).split(separator: "\n")
                #expect(lines.contains("POSTPKIOperation") && lines.contains("Renewal"))
            }
            try await client.execute(uri: bench.scep + "?operation=GetCACert", method: .get) { answer in
                #expect(answer.status == .badRequest, "it is made with the first profile")
            }
            try await client.execute(uri: path + "/profile", method: .get) { #expect($0.status == .ok) }
            let stored = try await bench.store.read { try $0.deviceAuthority(in: bench.company.scope) }
            try await client.execute(uri: bench.scep + "?operation=GetCACert&message=kizuna", method: .get) { answer in
                #expect(answer.status == .ok && answer.headers[.contentType] == "application/x-x509-ca-cert")
                #expect(Array(answer.body.readableBytesView) == stored?.certificate)
            }
        }
    }

    @Test func `what is no operation or no message is answered 400`() async throws {
        let bench = try await DeviceBench()
        let path = try await bench.invite().path
        try await bench.test { client in
            try await client.execute(uri: path + "/profile", method: .get) { #expect($0.status == .ok) }
            for query in [
                "", "?operation=", "?operation=GetNextCACert", "?operation=getcacaps", "?operation=PKIOperation",
                "?operation=PKIOperation&message=%21", "?operation=PKIOperation&message=MAA%3D",
            ] {
                try await client.execute(uri: bench.scep + query, method: .get) { answer in
                    #expect(answer.status == .badRequest, "\(query)")
                }
            }
            for body: [UInt8] in [[], [0x30, 0x00], Array("pkiMessage".utf8)] {
                try await client.execute(
                    uri: bench.scep + "?operation=PKIOperation", method: .post, body: ByteBuffer(bytes: body)
                ) { #expect($0.status == .badRequest) }
            }
        }
    }

    @Test func `a message of more than 64 KiB is answered 413`() async throws {
        let bench = try await DeviceBench()
        try await bench.test(on: .router) { client in
            for (count, status) in [(65_537, HTTPResponse.Status.contentTooLarge), (65_536, .badRequest)] {
                try await client.execute(
                    uri: bench.scep + "?operation=PKIOperation", method: .post,
                    body: ByteBuffer(repeating: 0x30, count: count)
                ) { #expect($0.status == status) }
            }
        }
    }

    @Test func `a message by GET is answered 413 when it is too long to be read`() async throws {
        let bench = try await DeviceBench()
        try await bench.test(on: .router) { client in
            for (count, status) in [(98_305, HTTPResponse.Status.contentTooLarge), (98_304, .badRequest)] {
                let message = String(repeating: "M", count: count)
                try await client.execute(
                    uri: bench.scep + "?operation=PKIOperation&message=" + message, method: .get
                ) { #expect($0.status == status, "\(count) characters") }
            }
        }
    }

    @Test func `POST and GET carry the same message, and a refusal travels with 200`() async throws {
        let bench = try await DeviceBench()
        let path = try await bench.invite().path
        let message = try Self.withoutRequest(at: bench.clock.now)
        let query = Data(message).base64EncodedString().addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        try await bench.test { client in
            try await client.execute(uri: path + "/profile", method: .get) { #expect($0.status == .ok) }
            let uri = bench.scep + "?operation=PKIOperation"
            let answers = [
                try await client.execute(uri: uri, method: .post, body: ByteBuffer(bytes: message)) { $0 },
                try await client.execute(uri: uri + "&message=" + (query ?? ""), method: .get) { $0 },
            ]
            for answer in answers {
                #expect(answer.status == .ok)
                #expect(answer.headers[.contentType] == "application/x-pki-message")
                let reply = try SignedMessage(reading: Array(answer.body.readableBytesView))
                let stored = try await bench.store.read { try $0.deviceAuthority(in: bench.company.scope) }
                #expect(try reply.verifiedSigner(content: nil).der == stored?.certificate)
            }
        }
    }

    /// A PKCSReq that is signed well and holds no request.
    private static func withoutRequest(at now: Date) throws -> [UInt8] {
        let client = try TestIdentity(at: now)
        let attributes: [(OID, [UInt8])] = [
            (OID(2, 16, 840, 1, 113733, 1, 9, 2), DERWriter.printable("19")),
            (OID(2, 16, 840, 1, 113733, 1, 9, 7), DERWriter.printable("6E1F8D")),
            (OID(2, 16, 840, 1, 113733, 1, 9, 5), DERWriter.octets(Array(1...16))),
        ]
        return try SignedMessage.write(
            content: [0x30, 0x00], attributes: attributes.map { SignedMessage.Attribute($0.0, $0.1) }, digest: .sha256,
            certificate: client.der, key: CMSPrivateKey(pkcs8: Array(client.key.derRepresentation)), chain: [])
    }
}
