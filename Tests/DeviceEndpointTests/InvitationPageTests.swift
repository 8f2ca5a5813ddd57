import Administration
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Ports
import PushCertificates
import Testing
import UseCases

/// What a person reads on the device when the invitation leads nowhere.
@Suite struct InvitationPageTests {
    enum End: CaseIterable {
        case unknown, expired, usedUp, revoked, noCertificate

        var status: HTTPResponse.Status {
            switch self {
            case .unknown: .notFound
            case .noCertificate: .conflict
            default: .gone
            }
        }

        var sentences: [(language: String, fact: String)] {
            switch self {
            case .unknown: [("ja", "この機器は登録されていません。"), ("en", "Check that the link is complete")]
            case .expired: [("ja", "この案内の有効期限が切れています。"), ("en", "This invitation has expired.")]
            case .usedUp: [("ja", "この案内は、すでに使われています。"), ("en", "This invitation has been used already.")]
            case .revoked: [("ja", "この案内は取り消されています。"), ("en", "This invitation was revoked.")]
            case .noCertificate:
                [("ja", "Apple Push 証明書が削除されています。"), ("en", "The Apple Push certificate is deleted.")]
            }
        }

        func happen(to invitation: Invitation, in bench: DeviceBench) async throws {
            let (scope, now) = (bench.company.scope, bench.clock.now)
            switch self {
            case .unknown: break
            case .expired: bench.clock.advance(days: 1)
            case .usedUp: _ = try await bench.store.write { try $0.takeUse(of: invitation.id, at: now, in: scope) }
            case .revoked:
                try await ManageInvitations(bench.installation).revoke(invitation.id, by: bench.actor, in: scope)
            case .noCertificate:
                let version = try await ShowPushCertificate(bench.installation)(in: scope).details.version
                try await DeletePushCertificate(bench.installation)(
                    version: version, by: bench.actor, in: bench.company)
            }
        }
    }

    @Test(arguments: End.allCases)
    func `the page says what happened in the reader's language`(_ end: End) async throws {
        let bench = try await DeviceBench()
        let (invitation, link) = try await bench.invite()
        try await end.happen(to: invitation, in: bench)
        let path = end == .unknown ? link + "0" : link
        try await bench.test { client in
            for (language, fact) in end.sentences {
                for address in [path, path + "/profile"] {
                    try await client.execute(uri: address, method: .get, headers: [.acceptLanguage: language]) { page in
                        let html = String(buffer: page.body)
                        #expect(page.status == end.status)
                        #expect(html.contains("<html lang=\"\(language)\""))
                        #expect(html.contains(fact), "\(language)")
                        for other in end.sentences where other.language != language {
                            #expect(!html.contains(other.fact), "\(other.language) in a page for \(language)")
                        }
                        Self.expectCareful(page)
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            (nil, nil, "ja"), ("en-GB,en;q=0.8", nil, "en"), ("fr, en;q=0.5, ja;q=0.9", nil, "ja"), ("de", nil, "ja"),
            ("en", "ja", "ja"), ("ja", "en", "en"), ("en", "xx", "en"), (",;q=,*", nil, "ja"),
        ] as [(String?, String?, String)])
    func `the wish in the address goes before Accept-Language, and Japanese is the last resort`(
        accepted: String?, wish: String?, language: String
    ) async throws {
        let bench = try await DeviceBench()
        try await bench.test(on: .router) { client in
            var headers: HTTPFields = [:]
            headers[.acceptLanguage] = accepted
            let uri = "/enroll" + (wish.map { "?lang=\($0)" } ?? "")
            try await client.execute(uri: uri, method: .get, headers: headers) { page in
                #expect(page.status == .ok)
                #expect(String(buffer: page.body).contains("<html lang=\"\(language)\""))
                Self.expectCareful(page)
            }
        }
    }

    /// Nothing from elsewhere runs, nothing is kept, and the address with its token goes nowhere.
    private static func expectCareful(_ page: TestResponse) {
        #expect(page.headers[.contentType] == "text/html; charset=utf-8")
        #expect(page.headers[.cacheControl] == "no-store")
        #expect(page.headers[.xContentTypeOptions] == "nosniff")
        #expect(HTTPField.Name("Referrer-Policy").flatMap { page.headers[$0] } == "no-referrer")
        let policy = (page.headers[.contentSecurityPolicy] ?? "").split(separator: ";")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        for directive in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
            #expect(policy.contains(directive), "\(directive)")
        }
        #expect(!policy.contains { $0.contains("unsafe") || $0.contains("*") })
        #expect(page.headers[.setCookie] == nil)
    }
}
