import Hummingbird

/// The framework's smallest program, built with our flags: what memory and start-up are measured against.
@main
struct Hello {
    static func main() async throws {
        let router = Router()
        router.get("/") { _, _ in "hello" }
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}
