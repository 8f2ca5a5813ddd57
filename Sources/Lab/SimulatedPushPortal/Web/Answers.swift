import Foundation
package import Hummingbird

extension Response {
    package static func page(_ markup: Markup, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: markup.html)))
    }

    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    package static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }

    package static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .cacheControl: "no-store"])
    }

    static func attachment(_ text: String, named name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "application/x-pem-file", .contentDisposition: "attachment; filename=\"\(name)\"",
                .cacheControl: "no-store",
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

extension Request {
    /// The whole body, or 413 as soon as it grows beyond the limit.
    package func bytes(upTo limit: Int) async throws -> [UInt8] {
        if let announced = headers[.contentLength].flatMap({ Int($0) }), announced > limit {
            throw HTTPError(.contentTooLarge, message: "The body may have \(limit) bytes at most.")
        }
        var bytes: [UInt8] = []
        for try await chunk in body {
            guard bytes.count + chunk.readableBytes <= limit else {
                throw HTTPError(.contentTooLarge, message: "The body may have \(limit) bytes at most.")
            }
            bytes += chunk.readableBytesView
        }
        return bytes
    }

    /// The fields of a posted form (`application/x-www-form-urlencoded`); of a name given twice, the last.
    package func formFields() async throws -> [String: String] {
        var fields: [String: String] = [:]
        let text = String(decoding: try await bytes(upTo: 16 * 1024), as: UTF8.self)
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(Self.decoded) else { continue }
            fields[name] = parts.count > 1 ? Self.decoded(parts[1]) ?? "" : ""
        }
        return fields
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    /// Japanese when the browser prefers it to English.
    package var prefersJapanese: Bool {
        var best: (isJapanese: Bool, quality: Double)?
        for range in (headers[.acceptLanguage] ?? "").split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            guard let tag = parts.first, tag.hasPrefix("ja") || tag.hasPrefix("en") else { continue }
            let quality = parts.dropFirst().first.flatMap { $0.hasPrefix("q=") ? Double($0.dropFirst(2)) : nil } ?? 1
            if quality > best?.quality ?? 0 { best = (tag.hasPrefix("ja"), quality) }
        }
        return best?.isJapanese ?? false
    }
}
