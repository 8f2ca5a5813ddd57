import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import SimulatedPushPortal

@Suite struct `What the Lab tells programs` {
    private let lab: SimulatedLab
    private let directory: String

    init() throws {
        directory = try Shared.directory()
        lab = try SimulatedLab(directory: directory)
    }

    private func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "", expecting status: Int = 200
    ) async throws -> String {
        try await Application(router: lab.router()).test(.router) { client in
            try await client.execute(uri: path, method: method, body: body.isEmpty ? nil : ByteBuffer(string: body)) {
                #expect($0.status.code == status)
                return String(buffer: $0.body)
            }
        }
    }

    @Test func `the clock can be set, and a bad date changes nothing`() async throws {
        #expect(try await ask(.put, "/clock", "2030-01-02T03:04:05Z\n").hasPrefix("2030-01-02T03:04:0"))
        #expect(try await ask(.get, "/clock").hasPrefix("2030-01-02T03:04:"))
        #expect(try await ask(.put, "/clock", "soon", expecting: 400).contains("was not changed"))
        #expect(try await ask(.get, "/clock").hasPrefix("2030-01-02T03:04:"))
        _ = try await ask(.post, "/clock/jump", "days=305", expecting: 303)
        #expect(try await ask(.get, "/clock").hasPrefix("2030-11-03T03:04:"))
    }

    @Test func `an account's code mode and phone numbers can be set`() async throws {
        #expect(
            try await ask(.put, "/api/accounts/a%40example.com/code-mode", "four").contains("\"code_mode\" : \"four\""))
        #expect(try await ask(.get, "/api").contains("\"id\" : \"a@example.com\""))
        _ = try await ask(.put, "/api/accounts/a%40example.com/code-mode", "seven", expecting: 422)
        _ = try await ask(.put, "/api/accounts/a%40example.com/phone-numbers", "[\"+1\",\"+2\"]")
        _ = try await ask(.put, "/api/accounts/a%40example.com/phone-numbers", "[]", expecting: 422)
        #expect(await lab.portal.account("a@example.com").phoneNumbers == ["+1", "+2"])
    }

    @Test func `requests can be judged and certified without a browser`() async throws {
        let file = String(
            decoding: try await RequestMaker(lab.portal.authority, key: Shared.key.get()).file, as: UTF8.self)
        #expect(try await ask(.post, "/api/judge", file).contains("\"accepted\" : true"))
        #expect(try await ask(.post, "/api/judge", "x").contains("\"rule\" : \"not-base64\""))
        _ = try await ask(.post, "/api/accounts/b%40example.com/certificates", file, expecting: 201)
        let topic = try #require(await lab.portal.account("b@example.com").rows.first?.topic)
        let renewed = try await ask(.post, "/api/accounts/b%40example.com/certificates/\(topic)", file, expecting: 201)
        #expect(renewed.contains("\"topic\" : \"\(topic)\""))
        #expect(await lab.portal.account("b@example.com").rows.first?.certificates.count == 2)
    }

    @Test func `odd certificates are made to order, and nonsense is refused`() async throws {
        let odd = try await ask(
            .post, "/api/certificates", "{\"kind\":\"app-push\",\"not_after\":\"2030-01-01T00:00:00Z\"}", expecting: 201
        )
        #expect(odd.contains("\"not_after\" : \"2030-01-01T00:00:00Z\""))
        #expect(odd.contains("PRIVATE KEY"))
        _ = try await ask(.post, "/api/certificates", "{\"kind\":\"tls\"}", expecting: 422)
    }

    @Test func `a second Lab is kept out of the directory, and an old lab.json is gone at the start`() throws {
        #expect(throws: LabLock.Taken.self) { try SimulatedLab(directory: directory) }
        let other = try Shared.directory()
        try "{}".write(toFile: other + "/lab.json", atomically: true, encoding: .utf8)
        let second = try SimulatedLab(directory: other)
        #expect(!FileManager.default.fileExists(atPath: second.directory.descriptionFile))
    }

    @Test func `lab.json tells a server what it needs, and only its owner`() async throws {
        let file = try await lab.announce(origin: "http://127.0.0.1:1")
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file)))
        let all = try #require(object as? [String: Any])
        let values = all.compactMapValues { $0 as? String }
        #expect(
            Set(values.keys) == [
                "roots_pem", "intermediates_pem", "clock_file", "portal_url", "vendor_certificate_file",
                "vendor_key_file",
                "lab_url", "clock_url", "portal_account", "portal_password", "portal_code_url", "devices_url",
            ])
        #expect(values["clock_file"] == directory + "/clock")
        #expect(values["intermediates_pem"]?.components(separatedBy: "BEGIN CERTIFICATE").count == 3)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }
}
