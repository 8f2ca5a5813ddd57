public import UseCases

/// How a command reaches the installation: the executable hands in the one that knows the adapters.
public protocol InstallationOpener: Sendable {
    func open(_ options: DataOptions) async throws -> OpenInstallation
}

/// An installation that a command may use and must close.
public struct OpenInstallation: Sendable {
    public let installation: Installation
    public let isLab: Bool
    /// The address at which people reach the console, for links that are printed.
    public let consoleURL: String
    /// The Lab's authorities, for importing its vendor certificate; nil in a real installation.
    public let labAnchors: LabAnchors?
    public let close: @Sendable () async throws -> Void

    public init(
        installation: Installation, isLab: Bool, consoleURL: String, labAnchors: LabAnchors?,
        close: @escaping @Sendable () async throws -> Void
    ) {
        self.installation = installation
        self.isLab = isLab
        self.consoleURL = consoleURL
        self.labAnchors = labAnchors
        self.close = close
    }
}

public enum CommandLineAssembly {
    /// Set once by the executable around the whole run.
    @TaskLocal public static var opener: (any InstallationOpener)?
}
