import Hummingbird
import HummingbirdCore
import Logging
import NIOHTTP1

/// How a request gets from a connection to the routes and its answer back: as the library's `Application` does it.
enum DeviceResponder {
    typealias Source = InitializableFromSource<ApplicationRequestContextSource>

    /// - Parameter date: the `Date` of an answer, RFC 9110 §5.6.7.
    static func make<Routes: HTTPResponder>(
        _ routes: Routes, logger: Logger, date: @escaping @Sendable () -> String?
    ) -> HTTPChannelHandler.Responder where Routes.Context: Source {
        { request, writer, channel in
            var logger = logger
            logger[metadataKey: "hb.request.id"] = .stringConvertible(RequestID())
            let context = Routes.Context(source: .init(channel: channel, logger: logger))
            var response: Response
            do {
                response = try await withLogger(logger) { _ in try await routes.respond(to: request, context: context) }
            } catch let error as HTTPParserError {
                throw error
            } catch {
                response = Response(status: .internalServerError)
            }
            if let date = date() { response.headers[.date] = date }
            do {
                try await writer.write(response: response.head, body: response.body)
            } catch is HTTPParserError {
                throw HalfWritten()
            }
        }
    }

    /// The request turned out to be no HTTP while its answer was on its way: a second one must not follow.
    private struct HalfWritten: Error {}
}
