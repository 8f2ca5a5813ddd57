import Crypto
import Foundation
import HTTPWebhookSender
import NIOSSL
import Ports
import SwiftASN1
import Synchronization
import Testing
import Webhooks
import X509

@Suite struct HTTPWebhookSenderTests {
    private static let loopback = OutboundRules(allowed: [IPNetwork("127.0.0.1")].compactMap { $0 })
    private static let good = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nthanks"

    private func sender(
        rules: OutboundRules = Self.loopback, roots: [[UInt8]]? = nil, timeout: Duration = .seconds(10),
        addresses: [String] = ["127.0.0.1"], asked: Asked = Asked()
    ) -> HTTPWebhookSender {
        HTTPWebhookSender(rules: rules, trustRoots: roots, timeout: timeout) { _ in
            asked.count.wrappingAdd(1, ordering: .relaxed)
            return addresses.compactMap { IPAddress($0) }
        }
    }

    final class Asked: Sendable {
        let count = Atomic<Int>(0)
    }

    private func post(_ sender: HTTPWebhookSender, _ url: String) async throws -> WebhookOutcome {
        await sender.post(
            Array(#"{"a":"絆"}"#.utf8), headers: [("Content-Type", "application/json"), ("X-Test", "1")],
            to: try WebhookAddress(url))
    }

    @Test func `the body arrives as it is, at the pinned address, under the name of the receiver`() async throws {
        let receiver = try await Receiver(answer: Self.good)
        let asked = Asked()
        let outcome = try await post(sender(asked: asked), "http://hooks.example:\(receiver.port)/in?x=1")
        #expect(outcome == .answered(status: 200, answer: "thanks"))
        #expect(receiver.heard.hasPrefix("POST /in?x=1 HTTP/1.1\r\n"))
        #expect(receiver.heard.lowercased().contains("\r\nhost: hooks.example:\(receiver.port)\r\n"))
        #expect(receiver.heard.contains("X-Test: 1\r\n") && receiver.heard.hasSuffix(#"{"a":"絆"}"#))
        // Asked once: what the name leads to afterwards does not matter.
        #expect(asked.count.load(ordering: .relaxed) == 1)
        await receiver.close()
    }

    @Test(arguments: [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["8.8.8.8", "127.0.0.1"]])
    func `a name that leads inside is not connected to`(_ addresses: [String]) async throws {
        let receiver = try await Receiver(answer: Self.good)
        let outcome = try await post(
            sender(rules: OutboundRules(), addresses: addresses), "https://hooks.example:\(receiver.port)/")
        #expect(
            outcome == .failed(.addressNotPermitted(addresses.last == "::1" ? "0:0:0:0:0:0:0:1" : addresses.last ?? ""))
        )
        #expect(receiver.connections == 0)
        await receiver.close()
    }

    @Test func `the system's resolver is judged like any other`() async throws {
        let receiver = try await Receiver(answer: Self.good)
        let sender = HTTPWebhookSender(rules: OutboundRules())
        guard case .failed(.addressNotPermitted) = try await post(sender, "https://localhost:\(receiver.port)/") else {
            Issue.record("localhost was connected to")
            return
        }
        #expect(try await post(sender, "https://name.invalid/") == .failed(.noSuchName))
        #expect(receiver.connections == 0)
        await receiver.close()
    }

    @Test func `a redirect is an answer and is not followed`() async throws {
        let inside = try await Receiver(answer: Self.good)
        let receiver = try await Receiver(
            answer: "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:\(inside.port)/\r\n"
                + "Content-Length: 0\r\n\r\n")
        let outcome = try await post(sender(), "http://hooks.example:\(receiver.port)/")
        #expect(outcome == .answered(status: 307, answer: ""))
        #expect(inside.connections == 0)
        await receiver.close()
        await inside.close()
    }

    @Test func `of an endless answer 500 bytes are read`() async throws {
        let receiver = try await Receiver(
            answer: "HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n", isEndless: true)
        let outcome = try await post(sender(), "http://hooks.example:\(receiver.port)/")
        #expect(outcome == .answered(status: 200, answer: String(repeating: "x", count: 500)))
        await receiver.close()
    }

    @Test func `a receiver that hangs is left in time`() async throws {
        let receiver = try await Receiver(answer: nil)
        let begun = ContinuousClock.now
        let outcome = try await post(sender(timeout: .milliseconds(300)), "http://hooks.example:\(receiver.port)/")
        #expect(outcome == .failed(.timedOut))
        #expect(ContinuousClock.now - begun < .seconds(30))
        await receiver.close()
    }

    @Test func `a body that stops in its middle does not hold the sender`() async throws {
        let receiver = try await Receiver(answer: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        let outcome = try await post(sender(timeout: .milliseconds(300)), "http://hooks.example:\(receiver.port)/")
        #expect(outcome == .failed(.timedOut))
        await receiver.close()
    }

    @Test(arguments: ["garbage\r\n\r\n", "HTTP/1.1 2OO OK\r\n\r\n", "SSH-2.0-OpenSSH\r\n"])
    func `what is no HTTP is no success`(_ answer: String) async throws {
        let receiver = try await Receiver(answer: answer)
        let outcome = try await post(sender(timeout: .seconds(2)), "http://hooks.example:\(receiver.port)/")
        guard case .failed = outcome else {
            Issue.record("\(outcome)")
            return
        }
        await receiver.close()
    }

    @Test func `nobody listens`() async throws {
        let receiver = try await Receiver(answer: nil)
        await receiver.close()
        guard case .failed(.connection) = try await post(sender(), "http://hooks.example:\(receiver.port)/") else {
            Issue.record("something answered")
            return
        }
    }

    @Test func `TLS needs a trusted certificate of the receiver's name`() async throws {
        let (context, root) = try Self.server(named: "hooks.example")
        let receiver = try await Receiver(answer: Self.good, tls: context)
        let trusted = try await post(sender(roots: [root]), "https://hooks.example:\(receiver.port)/")
        #expect(trusted == .answered(status: 200, answer: "thanks"))
        for (sender, name) in [(sender(), "hooks.example"), (sender(roots: [root]), "other.example")] {
            let outcome = try await post(sender, "https://\(name):\(receiver.port)/")
            guard case .failed(.tls) = outcome else {
                Issue.record("\(name): \(outcome)")
                continue
            }
        }
        #expect(receiver.heard.components(separatedBy: "POST ").count == 2, "one request, the trusted one")
        await receiver.close()
    }

    @Test func `https to what speaks no TLS fails`() async throws {
        let receiver = try await Receiver(answer: Self.good)
        guard case .failed = try await post(sender(timeout: .seconds(2)), "https://hooks.example:\(receiver.port)/")
        else {
            Issue.record("it was taken for TLS")
            return
        }
        await receiver.close()
    }

    private static func server(named name: String) throws -> (NIOSSLContext, root: [UInt8]) {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: Date().addingTimeInterval(-3_600), notValidAfter: Date().addingTimeInterval(86_400),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                SubjectAlternativeNames([.dnsName(name)])
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            }, issuerPrivateKey: key)
        let pem = Array(try certificate.serializeAsPEM().pemString.utf8)
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: pem, format: .pem))],
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(try key.serializeAsPEM().pemString.utf8), format: .pem)))
        return (try NIOSSLContext(configuration: configuration), pem)
    }
}
