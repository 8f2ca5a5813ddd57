import Dispatch
import Foundation
import SimulatedAPNs
import Testing

/// curl (nghttp2) and openssl as judges: that not only our own HTTP/2 and TLS understand the push service.
@Suite(.timeLimit(.minutes(10))) struct SimulatedAPNsForeignTests {
    /// What a program prints, standard error included; waited for on a thread that nobody else needs.
    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.runNow(program, arguments) })
            }
        }
    }

    private static func runNow(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    private func curl(
        _ lab: LabFixture, _ client: TestAuthority.Client?, token: [UInt8], topic: String, more: [String] = []
    ) async throws -> String {
        var arguments = [
            "--silent", "--show-error", "--include", "--http2", "--max-time", "20",
            "--cacert", try lab.file("root.pem", lab.identity.rootPEM),
        ]
        if let client {
            arguments += [
                "--cert", try lab.file("client.pem", client.certificatePEM), "--key",
                try lab.file("client.key", client.keyPEM),
            ]
        }
        arguments += [
            "-H", "apns-topic: \(topic)", "-H", "apns-push-type: mdm", "-H", "apns-priority: 10",
            "-H", "apns-expiration: 0", "--data-binary", #"{"mdm":"FROM-CURL"}"#,
        ]
        let hex = token.map { String(format: "%02x", $0) }.joined()
        return try await run("curl", arguments + more + ["https://localhost:\(lab.port)/3/device/\(hex)"])
    }

    @Test func `curl pushes over HTTP 2 with the certificate, on TLS 1.2 and 1.3`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let token = lab.service.issueToken(for: client.topic)
            let received = LockedBox<[String]>([])
            lab.service.connect(token) { notification in received.change { $0.append(notification.pushMagic) } }
            for version in [["--tls-max", "1.2"], ["--tlsv1.3"]] {
                let output = try await curl(lab, client, token: token, topic: client.topic, more: version)
                #expect(output.hasPrefix("HTTP/2 200") && output.contains("apns-id: "), "\(output)")
            }
            #expect(received.value == ["FROM-CURL", "FROM-CURL"])
        }
    }

    @Test func `curl gets Apple's words for what is wrong`() async throws {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let token = lab.service.issueToken(for: client.topic)
            let nowhere = try await curl(lab, client, token: Array(repeating: 0, count: 32), topic: client.topic)
            #expect(nowhere.hasPrefix("HTTP/2 400") && nowhere.hasSuffix(#"{"reason":"BadDeviceToken"}"#), "\(nowhere)")
            let nobody = try await curl(lab, nil, token: token, topic: client.topic)
            #expect(
                nobody.hasPrefix("HTTP/2 403") && nobody.hasSuffix(#"{"reason":"MissingProviderToken"}"#), "\(nobody)")
            let foreign = try await curl(lab, client, token: token, topic: "com.apple.mgmt.External.other")
            #expect(foreign.hasSuffix(#"{"reason":"TopicDisallowed"}"#), "\(foreign)")
            lab.revoked.insert(client.serial)
            let revoked = try await curl(lab, client, token: token, topic: client.topic)
            #expect(revoked.hasPrefix("HTTP/2 403") && revoked.hasSuffix(#"{"reason":"BadCertificate"}"#), "\(revoked)")
            let stranger = try await curl(lab, try TestAuthority().client(), token: token, topic: client.topic)
            // TLS 1.3: the alert may arrive after curl's request has failed on the closed connection.
            #expect(stranger.hasPrefix("curl: (") && !stranger.contains("HTTP/2"), "\(stranger)")
            let large = try await curl(
                lab, client, token: token, topic: client.topic,
                more: ["--data-binary", String(repeating: "x", count: 100_000)])
            #expect(large.hasPrefix("HTTP/2 4"), "\(large)")
        }
    }

    @Test func `openssl verifies the service's chain and names, and sees TLS 1_1 and other protocols refused`()
        async throws
    {
        try await LabFixture.run { lab in
            let client = try lab.authority.client()
            let common = [
                "s_client", "-connect", "127.0.0.1:\(lab.port)", "-CAfile",
                try lab.file("root.pem", lab.identity.rootPEM), "-cert",
                try lab.file("client.pem", client.certificatePEM), "-key", try lab.file("client.key", client.keyPEM),
                "-verify_return_error",
            ]
            for name in [["-verify_hostname", "api.push.apple.com"], ["-verify_ip", "127.0.0.1"]] {
                let output = try await run("openssl", common + name + ["-alpn", "h2"])
                #expect(output.contains("Verification: OK") && output.contains("ALPN protocol: h2"), "\(output)")
            }
            let wrong = try await run("openssl", common + ["-verify_hostname", "example.com", "-alpn", "h2"])
            #expect(wrong.contains("hostname mismatch"), "\(wrong)")
            let old = try await run("openssl", common + ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
            #expect(!old.contains("ALPN protocol: h2") && old.contains("alert"), "\(old)")
            let plain = try await run("openssl", common + ["-alpn", "http/1.1"])
            #expect(plain.contains("No ALPN negotiated"), "\(plain)")
        }
    }

    @Test func `openssl presenting a stranger's certificate is told by an alert`() async throws {
        try await LabFixture.run { lab in
            let client = try TestAuthority().client()
            let output = try await run(
                "openssl",
                [
                    "s_client", "-connect", "127.0.0.1:\(lab.port)", "-tls1_2", "-alpn", "h2", "-cert",
                    try lab.file("client.pem", client.certificatePEM), "-key",
                    try lab.file("client.key", client.keyPEM),
                ])
            #expect(output.contains("alert"), "\(output)")
        }
    }
}
