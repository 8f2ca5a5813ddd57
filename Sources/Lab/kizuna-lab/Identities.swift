import ArgumentParser
import Foundation
import SimulatedDevices

/// Gets identities for a load generator: enrolls only as far as SCEP.
struct Identities: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Get device certificates by SCEP, for a load generator that checks in by itself.",
        discussion: """
            Writes DIR/ids.tsv (UDID, serial, key number, base64 DER certificate), DIR/ids.tsv.keys and DIR/target.json
            (topic, server_url, checkin_url). The invitation must be good for N uses.
            """)

    @Option(help: "An invitation's link.")
    var url: String

    @Option(help: "How many.")
    var count = 1000

    @Option(help: "Directory for the files; made when missing.")
    var out: String

    @Option(help: "Key pairs to draw from.")
    var keys = 64

    @Option(help: "Requests at a time.")
    var concurrency = 8

    func validate() throws {
        guard (1...100_000).contains(count) else { throw ValidationError("--count goes from 1 to 100000.") }
        guard URL(string: url)?.host != nil else { throw ValidationError("--url \(url) is no address.") }
    }

    func run() async throws {
        guard let link = URL(string: url) else { throw ValidationError("--url \(url) is no address.") }
        let harvest = IdentityHarvest(link: link, count: count, keys: keys, concurrency: concurrency)
        let target = try await harvest(into: out) { done in
            FileHandle.standardError.write(Data("\(done) of \(count)\n".utf8))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = try encoder.encode(target) + Data("\n".utf8)
        guard FileManager.default.createFile(atPath: out + "/target.json", contents: text) else {
            throw ValidationError("\(out)/target.json could not be written.")
        }
        FileHandle.standardOutput.write(text)
    }
}
