public import ArgumentParser

/// `kizuna admin`: what the service operator does.
public struct AdminCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Companies and people, by the service operator.",
        subcommands: [
            CompanyCommand.self, UserCommand.self, LogCommand.self, NoticeCommand.self, RecoverySheetCommand.self,
        ])
    public init() {}
}

struct CompanyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "company", abstract: "Companies on this installation.",
        subcommands: [CompanyCreateCommand.self, CompanyListCommand.self])
}

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "People of a company.",
        subcommands: [UserCreateCommand.self, UserListCommand.self, UserLinkCommand.self])
}
