import Administration
import CommandQueue
public import Foundation
public import Measurements
public import Ports
public import Webhooks

/// Everything a use case reaches beyond its arguments: the ports of one running installation.
///
/// Assembled once, in `Server/Assembly`; tests assemble their own. It decides nothing. Every use case holds it, so it is
/// handed on by reference: as a value, its copies were some hundredths of what a device's report costs.
public final class Installation: Sendable {
    public let store: any Store
    public let vault: any SecretVault
    public let time: any TimeSource
    public let randomness: any Randomness
    public let hasher: any PasswordHasher
    /// Asks Apple to wake devices.
    public let pushSender: any PushSender
    /// Apple's device enrollment service.
    public let adeService: any ADEService
    /// DER of the authorities that issue the certificates of devices; empty: their origin is not checked.
    public let deviceAuthorities: [[UInt8]]
    /// Where devices reach this server, such as `https://mdm.example.jp`, without a final slash; nil while
    /// the operator has named none, and then no profile is handed out.
    public let deviceAddress: String?
    /// How people are told; nil while the operator has named no mail server, and in the command line's commands.
    public let mail: MailFacilities?
    public let devices = DeviceMemory()
    let tallies = DeviceTallyMemory()
    let bulkSteps = RecentCounts<ShowBulkOrder.StepsKey, [BulkStep: Int]>(fresh: .seconds(5), usable: .seconds(5))
    public let doorbell = Doorbell()
    /// Rung after an order for many devices.
    public let orderBell = Doorbell()
    public let authorities = AuthorityMemory()
    let logHeads = LogHeads()
    /// What this process counts about itself.
    public let telemetry: Telemetry
    /// Where webhooks may lead.
    public let outboundRules: OutboundRules
    public let webhooks = WebhookMemory()

    public init(
        store: any Store, vault: any SecretVault, time: any TimeSource, randomness: any Randomness,
        hasher: any PasswordHasher, pushSender: any PushSender = NoPushSender(), deviceAddress: String? = nil,
        mail: MailFacilities? = nil, telemetry: Telemetry = Telemetry(),
        outboundRules: OutboundRules = OutboundRules(), adeService: any ADEService = NoADEService(),
        deviceAuthorities: [[UInt8]] = []
    ) {
        self.mail = mail
        self.outboundRules = outboundRules
        self.telemetry = telemetry
        self.adeService = adeService
        self.deviceAuthorities = deviceAuthorities
        self.pushSender = pushSender
        self.deviceAddress = deviceAddress
        self.store = store
        self.vault = vault
        self.time = time
        self.randomness = randomness
        self.hasher = hasher
    }

    /// The present instant, cut to whole milliseconds: what the store keeps and the log's hashes cover.
    public var now: Date {
        Date(timeIntervalSince1970: (time.now.timeIntervalSince1970 * 1000).rounded(.down) / 1000)
    }

    func newIdentifier<ID: OpaqueIdentifier>(at now: Date) -> ID {
        ID(
            milliseconds: UInt64(max(0, now.timeIntervalSince1970 * 1000)),
            randomness: randomness.bytes(10))
    }

    /// The same installation as a server: it wakes devices, devices know where to find it, and people are told.
    ///
    /// - Parameter store: what writes only while the node may (``LeasedStore``); nil for the same.
    public func serving(
        store served: (any Store)? = nil, pushSender: any PushSender, deviceAddress: String?,
        mail: MailFacilities? = nil,
        outboundRules: OutboundRules = OutboundRules(), adeService: any ADEService = NoADEService(),
        deviceAuthorities: [[UInt8]] = []
    ) -> Installation {
        Installation(
            store: served ?? store, vault: vault, time: time, randomness: randomness, hasher: hasher,
            pushSender: pushSender,
            deviceAddress: deviceAddress, mail: mail, telemetry: telemetry, outboundRules: outboundRules,
            adeService: adeService, deviceAuthorities: deviceAuthorities)
    }
}
