import Administration
public import Foundation
public import Ports

/// Everything a use case reaches beyond its arguments: the ports of one running installation.
///
/// Assembled once, in `Server/Assembly`; tests assemble their own. It decides nothing.
public struct Installation: Sendable {
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
    public let devices = DeviceMemory()
    public let doorbell = Doorbell()
    public let authorities = AuthorityMemory()

    public init(
        store: any Store, vault: any SecretVault, time: any TimeSource, randomness: any Randomness,
        hasher: any PasswordHasher, pushSender: any PushSender = NoPushSender(), deviceAddress: String? = nil,
        adeService: any ADEService = NoADEService(), deviceAuthorities: [[UInt8]] = []
    ) {
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

    /// The same installation as a server: it wakes devices, and devices know where to find it.
    public func serving(
        pushSender: any PushSender, deviceAddress: String?, adeService: any ADEService = NoADEService(),
        deviceAuthorities: [[UInt8]] = []
    ) -> Installation {
        Installation(
            store: store, vault: vault, time: time, randomness: randomness, hasher: hasher, pushSender: pushSender,
            deviceAddress: deviceAddress, adeService: adeService, deviceAuthorities: deviceAuthorities)
    }
}
