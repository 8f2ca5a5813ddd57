import Administration
import FileSecretVault
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Ports
import SQLiteDriver
import ScryptPasswordHasher
import UseCases

@testable import WebConsole

struct FixedTime: TimeSource {
    let now = Date(timeIntervalSince1970: 1_795_230_000)
}

/// A console over a real store, two companies in it, and people signed in.
struct TestConsole {
    let installation: Installation
    let console: Console
    let password = Secret("correct horse battery")

    /// - Parameter hasher: in the console; the people's passwords are made with a real one.
    init(hasher: (any PasswordHasher)? = nil) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID().uuidString)").path
        let vault = FileSecretVault(masterKey: try MasterKey.create(at: path), instanceID: [7])
        installation = Installation(
            store: try await TemporaryStore(), vault: vault, time: FixedTime(), randomness: SystemRandomness(),
            hasher: ScryptPasswordHasher(parameters: .cheap))
        console = Console(
            Installation(
                store: installation.store, vault: vault, time: FixedTime(), randomness: SystemRandomness(),
                hasher: hasher ?? installation.hasher),
            ConsoleConfiguration(
                isLab: false, portalURL: ConsoleConfiguration.applePortalURL, publicURL: "http://127.0.0.1:8080",
                isBehindLoopbackProxy: false, version: "test", installationName: "test",
                recoverySheet: { Secret(["AAAAA"]) }), logger: Logger(label: "test"))
        for code in ["alpha", "beta"] {
            let company = try await CreateCompany(installation)(
                .init(
                    code: code, name: "Secret name of \(code)", language: .japanese, timeZone: "Asia/Tokyo",
                    brand: "smsm"))
            for (login, role) in [("admin", Role.administrator), ("viewer", .viewer)] {
                _ = try await CreateUser(installation)(login: login, role: role, password: password, in: company)
            }
        }
    }

    func test(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await Application(router: console.router(), logger: Logger(label: "test")).test(.router, body)
    }

    /// A session of one person: the Cookie header, and the proof for forms.
    func signIn(_ login: String, in company: String) async throws -> (cookie: String, csrf: String) {
        let signedIn = try await LogIn(installation)(
            companyCode: company, login: login, password: password, from: "test")
        let token = signedIn.token.reveal()
        return ("kizuna_session=\(token)", CSRFToken.make(session: token))
    }
}

/// Turns everybody away.
struct BusyHasher: PasswordHasher {
    func hash(_ password: Secret<String>) async throws -> PasswordHash { throw PasswordHasherError.busy }
    func verify(_ password: Secret<String>, against hash: PasswordHash?) async throws -> Bool {
        throw PasswordHasherError.busy
    }
}

extension Route {
    /// The path with a company and something for the other parameters.
    func path(company: String) -> String {
        path.replacing(":company", with: company).replacing(":token", with: "0123").replacing(
            ":name", with: "tokens.css")
    }
}
