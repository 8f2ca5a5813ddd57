import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body at constant memory.
///
/// Up to `keepBytes` it is kept; up to `readBytes` it is read and thrown away, so that the browser can show
/// the page that says 413; beyond that the connection is closed.
struct BodyReader {
    let keepBytes: Int
    let readBytes: Int
    /// What the page that says 413 names: for an upload the file's limit, not that of file and fields.
    let shownBytes: Int

    /// Small forms.
    static let form = BodyReader(keepBytes: 64 * 1024, readBytes: 1024 * 1024, shownBytes: 64 * 1024)
    /// A certificate of at most 64 KiB with its fields.
    static let upload = BodyReader(keepBytes: 128 * 1024, readBytes: 16 * 1024 * 1024, shownBytes: 64 * 1024)

    /// True for a body that nobody may have read when the answer is ready, and that is too long, or of unannounced
    /// length: the HTTP library would go on reading it for as long as it comes. No browser sends a form that way.
    static func isBeyondDraining(_ request: Request) -> Bool {
        if request.headers[.transferEncoding] != nil { return true }
        guard let announced = request.headers[.contentLength] else { return false }
        return (Int(announced) ?? .max) > upload.readBytes
    }

    func read(_ request: Request) async throws -> [UInt8] {
        if let announced = request.headers[.contentLength].flatMap(Int.init), announced > readBytes {
            throw Refusal.tooLarge(limitBytes: shownBytes, closing: true)
        }
        var kept: [UInt8] = []
        var count = 0
        for try await buffer in request.body {
            count += buffer.readableBytes
            if count > readBytes { throw Refusal.tooLarge(limitBytes: shownBytes, closing: true) }
            if count <= keepBytes { kept.append(contentsOf: buffer.readableBytesView) } else { kept = [] }
        }
        guard count <= keepBytes else { throw Refusal.tooLarge(limitBytes: shownBytes, closing: false) }
        return kept
    }
}
