import Foundation

/// The source tree around these tests.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// Paths from the root, sorted, of all files below `folder` whose names end so.
    static func files(in folder: String, ending: String) throws -> [String] {
        let base = root.appending(path: folder).path
        return try FileManager.default.subpathsOfDirectory(atPath: base)
            .filter { $0.hasSuffix(ending) && !$0.contains("__pycache__") }
            .map { "\(folder)/\($0)" }.sorted()
    }

    /// Names of the folders directly below `folder`: its targets.
    static func targets(in folder: String) throws -> Set<String> {
        Set(
            try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
                .filter { name in
                    var isFolder: ObjCBool = false
                    let path = root.appending(path: "\(folder)/\(name)").path
                    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
                })
    }
}

/// A Swift file as a reader of rules sees it: without comments.
struct SourceFile {
    let path: String
    let lines: [String]

    init(_ path: String) throws {
        self.path = path
        lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false).map {
            line in
            let code = line.drop { $0 == " " }
            return code.hasPrefix("//") ? "" : String(line)
        }
    }

    static func all(in folder: String) throws -> [SourceFile] {
        try Repository.files(in: folder, ending: ".swift").map(SourceFile.init)
    }

    var imports: Set<String> {
        Set(lines.compactMap(Self.imported))
    }

    private static func imported(by line: String) -> String? {
        var words = line.split(separator: " ").map(String.init)
        guard let place = words.firstIndex(of: "import"), place < 3 else { return nil }
        guard words[..<place].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "private" }) else { return nil }
        words.removeFirst(place + 1)
        let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        if let kind = words.first, kinds.contains(kind) { words.removeFirst() }
        return words.first.map { String($0.prefix { $0 != "." }) }
    }
}
