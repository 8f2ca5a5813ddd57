import Administration
import CMS
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import MDMProtocol
import NIOCore
import Ports
import PushCertificates
import Testing
import UseCases

@Suite struct InvitationTests {
    enum End: CaseIterable {
        case expired, usedUp, revoked, noCertificate
        var status: HTTPResponse.Status { self == .noCertificate ? .conflict : .gone }
    }

    @Test(arguments: End.allCases)
    func `an invitation that is over gives a page that says so, and no profile`(_ end: End) async throws {
        let bench = try await DeviceBench()
        let (invitation, path) = try await bench.invite()
        let (scope, now) = (bench.company.scope, bench.clock.now)
        switch end {
        case .expired: bench.clock.advance(days: 1)
        case .usedUp:
            #expect(try await bench.store.write { try $0.takeUse(of: invitation.id, at: now, in: scope) })
        case .revoked: try await ManageInvitations(bench.installation).revoke(invitation.id, by: bench.actor, in: scope)
        case .noCertificate:
            let version = try await ShowPushCertificate(bench.installation)(in: scope).details.version
            try await DeletePushCertificate(bench.installation)(version: version, by: bench.actor, in: bench.company)
        }
        try await bench.test { client in
            for address in [path, path + "/profile"] {
                try await client.execute(uri: address, method: .get) { answer in
                    #expect(answer.status == end.status, "\(address.hasSuffix("profile"))")
                    #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
                    #expect(String(buffer: answer.body).contains("<html lang=\"ja\""))
                }
            }
        }
    }

    @Test func `an unknown token is answered 404 with a page`() async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            for token in ["none", "c.x.y", "c.\(bench.company.id).\(String(repeating: "0", count: 64))"] {
                try await client.execute(uri: "/enroll/\(token)", method: .get) { answer in
                    #expect(answer.status == .notFound)
                    #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
                }
            }
        }
    }

    @Test func `an open invitation leads to a profile that the company's signer signed`() async throws {
        let bench = try await DeviceBench()
        let path = try await bench.invite().path
        try await bench.test { client in
            try await client.execute(uri: path, method: .get) { answer in
                #expect(answer.status == .ok)
                #expect(String(buffer: answer.body).contains("\(path)/profile"))
                // The address holds the token: nobody is told it.
                #expect(HTTPField.Name("Referrer-Policy").flatMap { answer.headers[$0] } == "no-referrer")
            }
            let answer = try await client.execute(uri: path + "/profile", method: .get) { $0 }
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "application/x-apple-aspen-config")
            let signed = try SignedMessage(reading: Array(answer.body.readableBytesView))
            let stored = try await bench.store.read { try $0.deviceAuthority(in: bench.company.scope) }
            #expect(try signed.verifiedSigner(content: nil).der == stored?.signerCertificate)
            let profile = try PropertyList(reading: signed.content ?? []).xml
            #expect(profile.contains("https://mdm.example.jp\(bench.scep)"))
            #expect(profile.contains("https://mdm.example.jp\(bench.checkIn)"))
            #expect(profile.contains(DeviceBench.topic))
        }
    }

    @Test func `a wrong code is answered 422, and too long a form 413`() async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            try await client.execute(
                uri: "/enroll", method: .post, body: ByteBuffer(string: "company=sample&code=0000-0000-0000")
            ) { #expect($0.status == .unprocessableContent) }
            try await client.execute(
                uri: "/enroll", method: .post, body: ByteBuffer(string: String(repeating: "a", count: 4_097))
            ) { #expect($0.status == .contentTooLarge) }
        }
    }
}
