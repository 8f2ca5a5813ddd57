import Testing

/// The table of docs/architecture.md, held against the imports of every file.
@Suite struct LayerTests {
    private static let language: Set<String> = ["Foundation", "FoundationEssentials", "Synchronization"]
    private static let system: Set<String> = ["Glibc", "Dispatch"]

    private func stray(in folder: String, allowed: Set<String>) throws -> [String] {
        try SourceFile.all(in: folder).flatMap { file in
            file.imports.subtracting(allowed).sorted().map { "\(file.path) imports \($0)" }
        }
    }

    @Test func `Core imports only Core and the libraries of decisions`() throws {
        let allowed = try Self.language.union(Repository.targets(in: "Sources/Core"))
            .union(["Crypto", "CryptoExtras", "X509", "SwiftASN1"])
        let stray = try stray(in: "Sources/Core", allowed: allowed)
        // libcrypto is reached through one module of pure functions.
        #expect(stray.filter { !($0.hasPrefix("Sources/Core/CMS/") && $0.hasSuffix(" imports CLibcrypto")) } == [])
    }

    @Test func `Ports import only Core`() throws {
        let allowed = try Self.language.union(Repository.targets(in: "Sources/Core"))
        #expect(try stray(in: "Sources/Ports", allowed: allowed) == [])
    }

    @Test func `use cases know ports, and no adapter, page or framework`() throws {
        let allowed = try Self.language.union(Self.system).union(Repository.targets(in: "Sources/Core"))
            .union(["Ports", "Crypto"])
        #expect(try stray(in: "Sources/UseCases", allowed: allowed) == [])
    }

    @Test func `an adapter brings at most one outside library, and knows neither use cases nor pages`() throws {
        let ours = try Self.language.union(Self.system).union(Repository.targets(in: "Sources/Core"))
            .union(Repository.targets(in: "Sources/Adapters")).union(["Ports"])
        for adapter in try Repository.targets(in: "Sources/Adapters").sorted() {
            let outside = try SourceFile.all(in: "Sources/Adapters/\(adapter)")
                .reduce(into: Set<String>()) { $0.formUnion($1.imports.subtracting(ours)) }
            // AsyncHTTPClient takes and gives the types of NIO.
            let families = [
                "CryptoExtras": "Crypto", "GRDBSQLite": "GRDB", "AsyncHTTPClient": "NIO", "CLibpqOpening": "CLibpq",
            ]
            let libraries = Set(outside.map { families[$0] ?? ($0.hasPrefix("NIO") ? "NIO" : $0) })
            #expect(libraries.count <= 1, "\(adapter): \(outside.sorted())")
            #expect(outside.isDisjoint(with: ["UseCases", "Hummingbird", "ArgumentParser"]), "\(adapter)")
        }
    }

    @Test func `delivery knows no adapter`() throws {
        let adapters = try Repository.targets(in: "Sources/Adapters")
        for file in try SourceFile.all(in: "Sources/Delivery") {
            #expect(file.imports.isDisjoint(with: adapters), "\(file.path)")
        }
    }

    @Test func `problems are words only, without a framework`() throws {
        let allowed = try Self.language.union(Repository.targets(in: "Sources/Core")).union(["Ports", "UseCases"])
        #expect(try stray(in: "Sources/Delivery/Problems", allowed: allowed) == [])
    }

    @Test func `the Lab shares no code with the server but Apple's vocabulary`() throws {
        let server = try ["Sources/Core", "Sources/Adapters", "Sources/Delivery"]
            .reduce(into: Set(["Ports", "UseCases", "kizuna"])) { $0.formUnion(try Repository.targets(in: $1)) }
            .subtracting(["MDMProtocol"])
        for file in try SourceFile.all(in: "Sources/Lab") {
            #expect(file.imports.isDisjoint(with: server), "\(file.path)")
        }
    }

    @Test func `the server shares no code with the Lab`() throws {
        let lab = try Repository.targets(in: "Sources/Lab")
        for folder in [
            "Sources/Core", "Sources/Ports", "Sources/UseCases", "Sources/Adapters", "Sources/Delivery",
            "Sources/Server",
        ] {
            for file in try SourceFile.all(in: folder) { #expect(file.imports.isDisjoint(with: lab), "\(file.path)") }
        }
    }

    @Test func `nothing in Core or the use cases asks for the time or for chance by itself`() throws {
        let asking = ["Date()", "Date.now", ".now()", "UUID()", "SystemRandomNumberGenerator", ".random(in:"]
        for folder in ["Sources/Core", "Sources/UseCases"] {
            for file in try SourceFile.all(in: folder) {
                for (number, line) in file.lines.enumerated() {
                    #expect(!asking.contains { line.contains($0) }, "\(file.path):\(number + 1): \(line)")
                }
            }
        }
    }

    @Test func `nothing waits by sleeping but the parts that run for good`() throws {
        // Simulated devices and another node work by themselves: their tests ask again and again, and end as soon as
        // it is so.
        let exempt = ["Tests/SimulatedDevicesTests/FakeServer.swift", "Tests/StoreContract/PostgreSQLNodes.swift"]
        for folder in ["Sources/Core", "Sources/UseCases", "Tests"] {
            for file in try SourceFile.all(in: folder)
            where !file.path.hasPrefix("Tests/ArchitectureTests") && !exempt.contains(file.path) {
                #expect(!file.lines.contains { $0.contains("Task.sleep") || $0.contains("usleep(") }, "\(file.path)")
            }
        }
    }
}
