import Foundation
import Testing

@testable import kizuna

private func resolve(
    _ given: [SettingName: String], _ environment: [String: String] = [:], file: String? = nil
) throws -> Settings {
    try Settings.resolve(given: given, environment: environment, file: file.map { Data($0.utf8) })
}

@Test func `the command line wins over the environment and that over the file`() throws {
    let file = #"{"data": "/f", "console-port": 1000, "devices-port": "1001"}"#
    let settings = try resolve(
        [.data: "/c"], ["KIZUNA_DATA": "/e", "KIZUNA_CONSOLE_PORT": "2000"], file: file)
    #expect(settings.data == "/c")
    #expect(settings.consolePort == 2000)
    #expect(settings.devicesPort == 1001)
    #expect(settings.consoleURL == "http://127.0.0.1:2000")
}

@Test func `all mistakes are told at once`() throws {
    do {
        _ = try resolve(
            [.consolePort: "http", .host: "0.0.0.0", .tlsKey: "k", .consoleURL: "mdm.example.jp"],
            file: #"{"colour": "red"}"#)
        Issue.record("accepted")
    } catch let mistakes as SettingsMistakes {
        for part in [
            "--data", "--console-port", "\"colour\"", "--tls-certificate and --tls-key", "--console-url", "--host",
        ] {
            #expect(mistakes.lines.contains { $0.contains(part) }, "\(part)")
        }
    }
}

@Test func `a public address must be https, here or at a proxy`() throws {
    #expect(throws: SettingsMistakes.self) { try resolve([.data: "/d", .consoleURL: "http://mdm.example.jp"]) }
    #expect(throws: SettingsMistakes.self) { try resolve([.data: "/d", .host: "0.0.0.0"]) }
    let proxied = try resolve([.data: "/d", .consoleURL: "https://mdm.example.jp/"])
    #expect(proxied.isBehindProxy && proxied.consoleURL == "https://mdm.example.jp")
    let own = try resolve([
        .data: "/d", .host: "0.0.0.0", .tlsCertificate: "c", .tlsKey: "k", .consoleURL: "https://mdm.example.jp",
    ])
    #expect(!own.isBehindProxy)
}

@Test func `the operator's address is a mail address, and needs a mail server`() throws {
    let mail: [SettingName: String] = [
        .data: "/d", .smtp: "smtp://127.0.0.1:25?tls=none", .mailFrom: "mdm@example.jp",
    ]
    #expect(try resolve(mail).operatorMail == nil)
    #expect(try resolve(mail, ["KIZUNA_OPERATOR_MAIL": "ops@example.jp"]).operatorMail == "ops@example.jp")
    for wrong in [mail.merging([.operatorMail: "ops"]) { $1 }, [.data: "/d", .operatorMail: "ops@example.jp"]] {
        #expect {
            try resolve(wrong)
        } throws: { error in
            (error as? SettingsMistakes)?.lines.contains { $0.contains("--operator-mail") } == true
        }
    }
}
