import ArgumentParser

@main
struct KizunaLab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kizuna-lab",
        abstract: "Simulations for trying and testing Kizuna without Apple.",
        subcommands: [Serve.self])
}
