import Hummingbird

/// Style sheet, script and icon; small, our own, and part of the program.
struct AssetRoutes {
    func add(to router: Router<BasicRequestContext>) {
        let files: [(name: String, type: String, bytes: [UInt8])] = [
            ("portal.css", "text/css; charset=utf-8", PackageResources.portal_css),
            ("portal.js", "text/javascript; charset=utf-8", PackageResources.portal_js),
            ("icon.svg", "image/svg+xml", PackageResources.icon_svg),
        ]
        for file in files {
            router.get("_lab/\(file.name)") { _, _ in
                Response(
                    status: .ok, headers: [.contentType: file.type, .cacheControl: "no-cache"],
                    body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
            }
        }
    }
}
