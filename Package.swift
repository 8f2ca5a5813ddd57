// swift-tools-version: 6.2
// The house in one page: a helper per layer says what that layer may import.
// docs/architecture.md explains the picture; `make lint` and ArchitectureTests keep it true.
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

// MARK: outside libraries, each justified in docs/decisions/

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2: Target.Dependency = .product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHPACK: Target.Dependency = .product(name: "NIOHPACK", package: "swift-nio-http2")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

// MARK: layers

/// Decisions: pure, synchronous, no I/O. Imports other Core, Crypto, X509, SwiftASN1.
func core(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Core/\(name)", swiftSettings: settings)
}

/// Effects: each adapter brings at most one outside library.
func adapter(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Adapters/\(name)", swiftSettings: settings)
}

/// The edge: words and wires for people and devices.
func delivery(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Delivery/\(name)", resources: resources,
        swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: path ?? "Tests/\(name)", swiftSettings: settings)
}

/// Programs of a release: half the pages that a start touches are the dynamic linker's, unless what only it reads is left
/// out (symbols that nobody outside asks for) or packed (160,000 relocations). docs/reference/performance.md, "Memory".
/// Needs glibc 2.36 (Debian 12) to run; the toolchain brings lld.
let lean: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"],
        .when(platforms: [.linux], configuration: .release))
]

let package = Package(
    name: "kizuna",
    products: [
        .executable(name: "kizuna", targets: ["kizuna"]),
        .executable(name: "kizuna-lab", targets: ["kizuna-lab"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        // Reached through the packages above; pinned because of known advisories (docs/decisions/0002).
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-http2", exact: "1.46.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    ],
    targets: [
        core("Administration", [crypto, cryptoExtras]),
        core("MDMProtocol"),
        core("Calendars"),
        core("Measurements"),
        core("Webhooks", ["Administration", "MDMProtocol", crypto]),
        core("PushCertificates", ["Administration", "MDMProtocol", crypto, cryptoExtras, x509, asn1]),
        core("CMS", ["CLibcrypto"]),
        core("SCEP", ["Administration", "CMS", x509, asn1, crypto]),
        core("CertificateAuthority", ["Administration", "PushCertificates", "CMS", x509, asn1, crypto, cryptoExtras]),
        core("Enrollments", ["Administration", "MDMProtocol", "PushCertificates", crypto]),
        core("CommandQueue", ["Administration", "MDMProtocol", "Enrollments"]),
        core("Notices", ["Administration"]),
        core(
            "AutomatedEnrollment",
            ["Administration", "MDMProtocol", "PushCertificates", "CMS", x509, asn1, crypto, cryptoExtras]),

        .target(
            name: "Ports",
            dependencies: [
                "Administration", "PushCertificates", "CertificateAuthority", "Enrollments", "CommandQueue", "Notices",
                "Webhooks", "AutomatedEnrollment",
            ], path: "Sources/Ports", swiftSettings: settings),
        .target(
            name: "UseCases",
            dependencies: [
                "Administration", "PushCertificates", "MDMProtocol", "CMS", "SCEP", "CertificateAuthority",
                "Enrollments", "CommandQueue", "Notices", "Measurements", "Webhooks", "AutomatedEnrollment", "Ports",
                crypto,
            ],
            path: "Sources/UseCases", swiftSettings: settings),

        adapter(
            "SQLStore",
            [
                "Administration", "PushCertificates", "CertificateAuthority", "Enrollments", "CommandQueue", "Notices",
                "Webhooks", "AutomatedEnrollment", "Ports", crypto,
            ]),
        adapter(
            "APNsPushSender",
            ["Administration", "PushCertificates", "Ports", nioCore, nioPosix, nioSSL, nioTLS, nioHTTP2, nioHPACK]),
        adapter("SyslogSender", ["Ports", nioCore, nioPosix, nioSSL, nioTLS]),
        adapter(
            "ADEServiceClient",
            ["Administration", "AutomatedEnrollment", "Ports", asyncHTTPClient, nioCore, nioHTTP1]),
        adapter("HTTPWebhookSender", ["Webhooks", "Ports", asyncHTTPClient, nioCore, nioPosix, nioHTTP1, nioSSL]),
        adapter("SQLiteDriver", ["Administration", "Enrollments", "SQLStore", "Ports", grdb, sqlite]),
        adapter("PostgreSQLDriver", ["SQLStore", "Ports", "Measurements", "CLibpq", "CLibpqOpening"]),
        adapter("CurlMailTransport", ["Administration", "Notices", "Ports", "CLibcurl"]),
        adapter("FileSecretVault", ["Administration", "Ports", crypto]),
        adapter("ScryptPasswordHasher", ["Administration", "Ports", crypto, cryptoExtras]),

        delivery(
            "Problems",
            [
                "Administration", "PushCertificates", "Enrollments", "CommandQueue", "AutomatedEnrollment", "Notices",
                "Webhooks", "UseCases", "Ports",
            ]),
        delivery(
            "WebConsole",
            [
                "Administration", "PushCertificates", "MDMProtocol", "Enrollments", "CommandQueue", "Notices",
                "AutomatedEnrollment", "UseCases", "Ports", "Calendars", "Webhooks", "Problems", hummingbird, httpTypes,
                logging, nioCore, crypto,
            ],
            resources: [.embedInCode("Assets")]),
        delivery(
            "DeviceEndpoints",
            [
                "Administration", "MDMProtocol", "PushCertificates", "Enrollments", "CommandQueue", "CMS", "SCEP",
                "Measurements", "Webhooks", "Ports",
                "UseCases", "Problems", "WebConsole", nioSSL, hummingbird, httpTypes, logging, nioCore, nioHTTP1,
            ]),
        delivery(
            "CommandLine",
            [
                "Administration", "PushCertificates", "Enrollments", "Notices", "UseCases", "Ports", "Problems",
                argumentParser,
            ]),

        .executableTarget(
            name: "kizuna",
            dependencies: [
                "Administration", "PushCertificates", "Ports", "UseCases", "SQLStore", "SQLiteDriver",
                "PostgreSQLDriver", "FileSecretVault", "ScryptPasswordHasher", "APNsPushSender", "ADEServiceClient",
                "CurlMailTransport", "SyslogSender", "Enrollments", "CommandQueue", "AutomatedEnrollment", "Notices",
                "Measurements", "Webhooks", "HTTPWebhookSender", "CMalloc",
                "Problems", "WebConsole",
                "DeviceEndpoints", "CommandLine", hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes,
                nioCore, nioHTTP1, nioPosix, nioSSL, argumentParser, logging,
                serviceLifecycle, unixSignals,
            ], path: "Sources/Server", swiftSettings: settings, linkerSettings: lean),

        .systemLibrary(
            name: "CLibcrypto", path: "Sources/System/CLibcrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CMalloc", path: "Sources/System/CMalloc"),
        // Headers of libcurl4-openssl-dev and libpq-dev; the libraries are opened when they are first needed.
        .target(name: "CLibcurl", path: "Sources/System/CLibcurl"),
        .systemLibrary(name: "CLibpq", path: "Sources/System/CLibpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CLibpqOpening", path: "Sources/System/CLibpqOpening"),
        .target(name: "SimulatedClock", path: "Sources/Lab/SimulatedClock", swiftSettings: settings),
        .target(
            name: "SimulatedPushPortal",
            dependencies: ["SimulatedClock", "CLibcrypto", x509, asn1, crypto, cryptoExtras, hummingbird, logging],
            path: "Sources/Lab/SimulatedPushPortal", resources: [.embedInCode("Assets")], swiftSettings: settings),
        .target(
            name: "SimulatedAPNs",
            dependencies: [
                "SimulatedClock", "CLibcrypto", nioCore, nioPosix, nioSSL, nioTLS, nioHTTP2, nioHPACK, x509, asn1,
                crypto,
                logging,
            ],
            path: "Sources/Lab/SimulatedAPNs", swiftSettings: settings),
        .target(
            name: "SimulatedDevices",
            dependencies: [
                "SimulatedClock", "SimulatedAPNs", "MDMProtocol", "CLibcrypto", asyncHTTPClient, nioCore, nioHTTP1,
                nioSSL,
                logging,
            ],
            path: "Sources/Lab/SimulatedDevices", swiftSettings: settings),
        .target(
            name: "SimulatedMailbox",
            dependencies: ["SimulatedClock", nioCore, nioPosix, nioSSL, nioTLS, x509, asn1, crypto],
            path: "Sources/Lab/SimulatedMailbox", swiftSettings: settings),
        .target(
            name: "SimulatedBusinessManager",
            dependencies: [
                "SimulatedClock", "SimulatedPushPortal", "CLibcrypto", x509, asn1, crypto, cryptoExtras, hummingbird,
                httpTypes,
            ],
            path: "Sources/Lab/SimulatedBusinessManager", swiftSettings: settings),
        .executableTarget(
            name: "kizuna-lab",
            dependencies: [
                "SimulatedClock", "SimulatedPushPortal", "SimulatedAPNs", "SimulatedDevices", "SimulatedMailbox",
                "SimulatedBusinessManager", hummingbird, argumentParser, logging, serviceLifecycle, unixSignals,
            ],
            path: "Sources/Lab/kizuna-lab", swiftSettings: settings, linkerSettings: lean),

        tests("AdministrationTests", ["Administration"], path: "Tests/Core/AdministrationTests"),
        tests("SyslogTests", ["SyslogSender", "Ports"]),
        tests(
            "PushCertificatesTests",
            ["Administration", "PushCertificates", "MDMProtocol", x509, asn1, crypto, cryptoExtras],
            path: "Tests/Core/PushCertificatesTests"),
        tests("MDMProtocolTests", ["MDMProtocol"], path: "Tests/Core/MDMProtocolTests"),
        tests("CalendarsTests", ["Calendars"], path: "Tests/Core/CalendarsTests"),
        tests(
            "WebhooksTests", ["Administration", "MDMProtocol", "Webhooks", crypto], path: "Tests/Core/WebhooksTests"),
        tests("MeasurementsTests", ["Measurements"], path: "Tests/Core/MeasurementsTests"),
        tests("CMSTests", ["CMS", "CLibcrypto", x509, asn1, crypto, cryptoExtras], path: "Tests/Core/CMSTests"),
        tests(
            "SCEPTests", ["Administration", "SCEP", "CMS", x509, asn1, crypto, cryptoExtras],
            path: "Tests/Core/SCEPTests"),
        tests(
            "CertificateAuthorityTests",
            ["Administration", "PushCertificates", "CMS", "CertificateAuthority", x509, asn1, crypto, cryptoExtras],
            path: "Tests/Core/CertificateAuthorityTests"),
        tests(
            "EnrollmentsTests", ["Administration", "MDMProtocol", "PushCertificates", "Enrollments"],
            path: "Tests/Core/EnrollmentsTests"),
        tests(
            "CommandQueueTests", ["Administration", "MDMProtocol", "Enrollments", "CommandQueue"],
            path: "Tests/Core/CommandQueueTests"),
        tests("NoticesTests", ["Administration", "Notices"], path: "Tests/Core/NoticesTests"),
        tests("MailTests", ["Administration", "Notices", "Ports", "CurlMailTransport"]),
        tests(
            "AutomatedEnrollmentTests",
            [
                "Administration", "AutomatedEnrollment", "CMS", "PushCertificates", "MDMProtocol", x509, asn1, crypto,
                cryptoExtras,
            ], path: "Tests/Core/AutomatedEnrollmentTests"),
        tests(
            "StoreContract",
            [
                "Administration", "PushCertificates", "CertificateAuthority", "Enrollments", "CommandQueue", "Notices",
                "Webhooks", "AutomatedEnrollment", "Ports",
                "SQLStore", "SQLiteDriver", "PostgreSQLDriver", "CLibpq",
            ]),
        tests(
            "PushSenderTests",
            [
                "Administration", "PushCertificates", "Ports", "APNsPushSender", "SimulatedClock", "SimulatedAPNs",
                nioCore,
                nioPosix, nioSSL, nioTLS, nioHTTP2, nioHPACK, x509, asn1, crypto, cryptoExtras, logging,
            ]),
        tests(
            "SimulatedDevicesTests",
            [
                "SimulatedClock", "SimulatedAPNs", "SimulatedDevices", "SimulatedBusinessManager", "kizuna-lab",
                "MDMProtocol", "CLibcrypto", x509,
                asn1, crypto,
                cryptoExtras, logging, hummingbird, hummingbirdTesting,
            ]),
        tests(
            "DeviceEndpointTests",
            [
                "Administration", "PushCertificates", "MDMProtocol", "CMS", "SCEP", "CertificateAuthority",
                "Enrollments",
                "CommandQueue", "Ports", "UseCases", "SQLStore", "SQLiteDriver", "FileSecretVault",
                "ScryptPasswordHasher", "SimulatedPushPortal", "DeviceEndpoints", hummingbird, hummingbirdCore,
                hummingbirdTesting, httpTypes, nioCore, nioHTTP1, nioEmbedded, x509, asn1, crypto, cryptoExtras,
                logging, "kizuna", nioPosix, serviceLifecycle,
            ]),
        tests(
            "VaultTests", ["Administration", "Ports", "FileSecretVault", "ScryptPasswordHasher", crypto, cryptoExtras]
        ),
        tests(
            "UseCaseTests",
            [
                "AutomatedEnrollment", "Administration", "PushCertificates", "MDMProtocol", "CMS", "SCEP",
                "CertificateAuthority",
                "Enrollments",
                "CommandQueue", "Notices", "Webhooks", "Ports", "UseCases", "SQLStore", "SQLiteDriver",
                "FileSecretVault",
                "ScryptPasswordHasher", "SimulatedPushPortal", x509, asn1, crypto,
            ]),
        tests(
            "ConsoleTests",
            [
                "Administration", "PushCertificates", "Enrollments", "CommandQueue", "Ports", "UseCases",
                "SQLiteDriver",
                "FileSecretVault", "ScryptPasswordHasher", "WebConsole", hummingbird, hummingbirdTesting, httpTypes,
                logging, nioCore,
            ]),
        tests(
            "ServerTests",
            [
                "kizuna", "AutomatedEnrollment", "Measurements", "Notices", "Ports", "Administration", nioCore,
                nioHTTP1, nioEmbedded,
            ]),
        tests(
            "WebhookSenderTests",
            ["Webhooks", "Ports", "HTTPWebhookSender", nioCore, nioPosix, nioSSL, x509, asn1, crypto]),
        tests(
            "ADEServiceClientTests",
            ["Administration", "AutomatedEnrollment", "Ports", "ADEServiceClient", nioCore, nioPosix, crypto]),
        tests(
            "DeliveryTests",
            [
                "Administration", "PushCertificates", "MDMProtocol", "Enrollments", "CommandQueue", "Notices",
                "AutomatedEnrollment", "Ports",
                "UseCases", "Webhooks", "Problems", "WebConsole", hummingbird, hummingbirdTesting,
            ]),
        tests(
            "LabTests",
            [
                "SimulatedClock", "SimulatedPushPortal", x509, asn1, crypto, cryptoExtras, hummingbird,
                hummingbirdTesting,
            ]),
        tests("SimulatedMailboxTests", ["SimulatedClock", "SimulatedMailbox", nioCore, nioPosix, nioSSL, x509]),
        tests("ArchitectureTests", []),
    ],
    swiftLanguageModes: [.v6]
)

// `make bench` measures memory and start-up against the framework's smallest program, built with the same flags.
if Context.environment["KIZUNA_BENCH"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "bench-hello", dependencies: [hummingbird], path: "bench/hello", swiftSettings: settings,
            linkerSettings: lean))
    package.targets.append(
        .executableTarget(
            name: "bench-tls", dependencies: [nioCore, nioPosix, nioSSL], path: "bench/tls", swiftSettings: settings,
            linkerSettings: lean))
    package.targets.append(
        .executableTarget(
            name: "bench-http2", dependencies: [nioCore, nioPosix, nioSSL, nioHTTP2, nioHPACK], path: "bench/http2",
            swiftSettings: settings, linkerSettings: lean))
}
