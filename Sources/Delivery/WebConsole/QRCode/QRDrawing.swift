/// A QR code as SVG: always dark on white with its quiet zone of four, whatever the theme, so that cameras read it.
struct QRDrawing {
    let code: QRCode

    private static let quiet = 4

    func svg(label: String) -> HTML {
        let side = code.version.size + Self.quiet * 2
        return """
            <svg class="qr-code" viewBox="0 0 \(side) \(side)" role="img" aria-label="\(label)" \
            shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/>\
            <path fill="#000" d="\(path)"/></svg>
            """
    }

    /// One stroke for each run of dark modules in a row.
    private var path: String {
        var path = ""
        for (y, row) in code.modules.enumerated() {
            var x = 0
            while x < row.count {
                guard row[x] else {
                    x += 1
                    continue
                }
                let start = x
                while x < row.count, row[x] { x += 1 }
                path += "M\(start + Self.quiet) \(y + Self.quiet)h\(x - start)v1h-\(x - start)z"
            }
        }
        return path
    }
}
