import Administration
public import Hummingbird
public import Logging
public import Ports
public import UseCases

/// The console of all companies: routes, sessions, pages.
public struct Console: Sendable {
    let installation: Installation
    let configuration: ConsoleConfiguration
    let webhookSender: any WebhookSender
    let logger: Logger
    let calendarThrottle = RequestThrottle(most: 60, within: .seconds(60))

    public init(
        _ installation: Installation, _ configuration: ConsoleConfiguration,
        webhookSender: any WebhookSender = NoWebhookSender(), logger: Logger
    ) {
        self.webhookSender = webhookSender
        self.installation = installation
        self.configuration = configuration
        self.logger = logger
    }

    public func router() -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self, options: [.autoGenerateHeadEndpoints])
        router.middlewares.add(Safeguard(console: self))
        for route in routes() {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await route.respond(request, context)
            }
        }
        return router
    }

    /// Every address with its method and what it asks of a person, for tests that try them all.
    public func routeList() -> [(method: String, path: String, access: String)] {
        routes().map { ($0.method.rawValue, $0.path, $0.access.description) }
    }

    func routes() -> [Route] {
        var table = RouteTable(console: self)
        table.addPublicScreens()
        table.addAccount()
        table.addDashboard()
        table.addSettings()
        table.addNotifications()
        table.addCalendar()
        table.addWebhooks()
        table.addPushCertificate()
        table.addToken()
        table.addTokenDevices()
        table.addDevices()
        table.addBulkSync()
        table.addEnroll()
        table.addDevice()
        table.addDeviceActions()
        table.addDirectory()
        table.addLog()
        return table.routes
    }
}
