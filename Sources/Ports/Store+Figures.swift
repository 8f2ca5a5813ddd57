public import Administration
public import Foundation

/// What monitoring asks of the store: few and cheap questions about all companies.
public protocol FigureRecords {
    /// - Parameter companies: so many companies are told apart; the rest is summed up under a nil code.
    func figures(at now: Date, companies: Int) throws -> StoreFigures
    /// Everything that has an end, soonest first.
    ///
    /// - Parameter scope: nil for every company; the installation's own things are always among them.
    func expiries(in scope: CompanyScope?, limit: Int) throws -> [Expiry]
}

public struct StoreFigures: Sendable, Equatable {
    public struct DeviceCount: Sendable, Equatable {
        /// Nil: all the companies that are not told apart.
        public let companyCode: String?
        public let state: String
        public let count: Int

        public init(companyCode: String?, state: String, count: Int) {
            self.companyCode = companyCode
            self.state = state
            self.count = count
        }
    }

    /// What was written together with an event and is sent afterwards.
    public struct Outbox: Sendable, Equatable {
        public let name: String
        public let waiting: Int
        public let oldest: Date?
        /// Given up and still listed.
        public let givenUp: Int

        public init(name: String, waiting: Int, oldest: Date?, givenUp: Int) {
            self.name = name
            self.waiting = waiting
            self.oldest = oldest
            self.givenUp = givenUp
        }
    }

    public var companies: Int
    public var companiesWithoutCertificate: Int
    public var devices: [DeviceCount]
    public var waitingCommands: Int
    public var oldestCommand: Date?
    /// Pushes that are due and not sent.
    public var dueWakeUps: Int
    public var oldestDueWakeUp: Date?
    /// Devices whose token APNs does not know any more.
    public var unreachableDevices: Int
    public var outboxes: [Outbox]
    /// ADE tokens by what stands against their use: `ServiceProblem.code`.
    public var tokenTroubles: [String: Int]

    public init(
        companies: Int, companiesWithoutCertificate: Int, devices: [DeviceCount], waitingCommands: Int,
        oldestCommand: Date?, dueWakeUps: Int, oldestDueWakeUp: Date?, unreachableDevices: Int, outboxes: [Outbox],
        tokenTroubles: [String: Int]
    ) {
        self.companies = companies
        self.companiesWithoutCertificate = companiesWithoutCertificate
        self.devices = devices
        self.waitingCommands = waitingCommands
        self.oldestCommand = oldestCommand
        self.dueWakeUps = dueWakeUps
        self.oldestDueWakeUp = oldestDueWakeUp
        self.unreachableDevices = unreachableDevices
        self.outboxes = outboxes
        self.tokenTroubles = tokenTroubles
    }
}

/// One thing that ends on a day, for metrics and calendar.
public struct Expiry: Sendable, Equatable {
    /// The raw value is the label in `/metrics` and part of the calendar's UIDs: it never changes.
    public enum Kind: String, Sendable, CaseIterable {
        case pushCertificate = "push_certificate"
        case vendorCertificate = "vendor_certificate"
        case deviceAuthority = "device_authority"
        case adeToken = "ade_token"
    }

    public let kind: Kind
    /// Nil: the installation's own.
    public let companyCode: String?
    /// Topic, subject or name.
    public let subject: String
    /// Tells it from what came before and after it: a fingerprint or an identifier.
    public let identifier: String
    public let notAfter: Date
    /// When it came into the installation.
    public let since: Date

    public init(
        kind: Kind, companyCode: String?, subject: String, identifier: String, notAfter: Date, since: Date
    ) {
        self.kind = kind
        self.companyCode = companyCode
        self.subject = subject
        self.identifier = identifier
        self.notAfter = notAfter
        self.since = since
    }
}
