import Administration
import ArgumentParser
import Foundation
import PushCertificates
import UseCases

struct VendorSignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Signs a request on another machine; needs no installation.")

    @Option(name: .long, help: "The request, as `kizuna certificate request --unsigned` wrote it.") var csr: String
    @Option(name: .long, help: "Vendor certificate, PEM or DER.") var certificate: String
    @Option(name: .long, help: "Its private key, PEM or DER.") var key: String
    @Option(name: .customLong("apple-certificate"), help: "Apple's root and intermediate; several times.")
    var appleCertificates: [String]
    @Option(name: .shortAndLong, help: "File to write.") var output: String

    func run() async throws {
        let anchors = try await AppleAuthorities.accept(try appleCertificates.map(Terminal.read))
        let identity = try await VendorIdentity.check(
            certificate: try Terminal.read(certificate), privateKey: Secret(try Terminal.read(key)), anchors: anchors,
            now: Date())
        let request = try PEMRequest.der(of: try Terminal.read(csr))
        try Terminal.create(output, try await identity.signedRequest(for: request, now: Date()))
        Terminal.say("Signed: \(output). Take it back with `kizuna certificate request --attach \(output)`.")
    }
}
