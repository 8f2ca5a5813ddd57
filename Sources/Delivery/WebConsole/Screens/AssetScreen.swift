import Administration
import Crypto
import HTTPTypes
import Hummingbird

/// `/_assets/{name}`: style sheets and the one script, with an ETag.
struct AssetScreen {
    let visit: Visit

    func send() throws -> Response {
        let name = visit.context.parameters.get("name") ?? ""
        guard let asset = ConsoleAssets.asset(named: name) ?? brandSheet(name) else { throw Refusal.notFound }
        let tag = "\"\(SHA256.hash(data: asset.bytes).prefix(8).hexadecimal)\""
        var response = Response(
            status: .ok,
            headers: [
                .contentType: asset.contentType, .eTag: tag, .cacheControl: "public, max-age=300",
            ])
        if visit.request.headers[.ifNoneMatch] == tag {
            response.status = .notModified
        } else {
            response.body = .init(byteBuffer: .init(bytes: asset.bytes))
        }
        return response
    }

    private func brandSheet(_ name: String) -> ConsoleAssets.Asset? {
        Brand.all.first { name == "brand-\($0.key).css" }.map {
            .init(contentType: "text/css; charset=utf-8", bytes: Array(ConsoleAssets.styleSheet(of: $0).utf8))
        }
    }
}
