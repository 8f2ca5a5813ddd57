public import Foundation
import MDMProtocol
import NIOHTTP1

/// What Apple's activation tells a device: where to get its enrollment profile, and how to go on.
public struct SetupOrder: Sendable {
    public let url: URL
    /// Setup Assistant waits for DeviceConfigured.
    public let awaitsConfiguration: Bool
    /// The certificate that the device got when it was made, DER, for a SubjectPublicKeyInfo.
    public let certificate: @Sendable ([UInt8]) throws -> [UInt8]

    public init(
        url: URL, awaitsConfiguration: Bool, certificate: @escaping @Sendable ([UInt8]) throws -> [UInt8]
    ) {
        self.url = url
        self.awaitsConfiguration = awaitsConfiguration
        self.certificate = certificate
    }
}

/// Unpacked, or erased: Setup Assistant enrolls the device without anybody opening a link.
extension SimulatedDevice {
    /// POSTs MachineInfo to the address of the setup profile and installs what it gets.
    func setUp(by order: SetupOrder) async throws {
        await acquire()
        defer { Task { await release() } }
        try checkReady()
        try await recordingTrouble {
            record.facts.isSupervised = true
            let profile = try await requestProfile(order)
            try await install(profile, awaitsConfiguration: order.awaitsConfiguration)
        }
    }

    private func requestProfile(_ order: SetupOrder) async throws -> [UInt8] {
        guard !record.behaviour.isNetworkDown else { throw DeviceRefusal("No network.") }
        let (name, key) = try await world.keys.key(own: false)
        let certificate = try DeviceCertificate(der: try order.certificate(try key.publicKey))
        let message = try MessageSigning.attached(
            Array(machineInfo.xml.utf8), certificate: certificate, key: key, digest: .sha256, attributes: [],
            asOldClients: false)
        _ = name
        let headers = HTTPHeaders([
            ("User-Agent", "Setup/1.0 CFNetwork/3860.200.71 Darwin/25.1.0"),
            ("Content-Type", "application/pkcs7-signature"),
        ])
        let answer = try await world.http.send(.POST, order.url, headers: headers, body: message)
        note("POST MachineInfo", status: answer.status)
        guard answer.status == 200 else {
            throw DeviceRefusal(
                "The configuration could not be retrieved: the server answered \(answer.status).",
                status: answer.status)
        }
        guard answer.contentType == "application/x-apple-aspen-config" else {
            throw DeviceRefusal("The configuration came as \(answer.contentType); a device does not take it.")
        }
        return answer.body
    }

    private var machineInfo: PropertyList {
        let facts = record.facts
        return .dictionary([
            ("UDID", .string(facts.udid)), ("SERIAL", .string(facts.serialNumber)),
            ("PRODUCT", .string(facts.productName)), ("VERSION", .string(facts.buildVersion)),
            ("OS_VERSION", .string(facts.osVersion)), ("LANGUAGE", .string("ja")),
            ("MDM_CAN_REQUEST_SOFTWARE_UPDATE", .boolean(true)),
        ])
    }
}
