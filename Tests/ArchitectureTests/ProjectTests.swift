import Foundation
import Testing

/// Promises of the project about itself.
@Suite struct ProjectTests {
    @Test func `every relative link in the documents leads to a file`() throws {
        let pages = try ["README.md", "CHANGELOG.md"] + Repository.files(in: "docs", ending: ".md")
        #expect(pages.count > 10)
        for page in pages {
            let folder = page.split(separator: "/").dropLast().joined(separator: "/")
            for match in try Repository.text(page).matches(of: /\]\(([^)\s#]+)(?:#[^)]*)?\)/) {
                let target = String(match.1)
                guard !target.contains("://"), !target.hasPrefix("mailto:") else { continue }
                let path = URL(filePath: "/\(folder)/\(target)").standardizedFileURL.path
                #expect(Repository.exists(path), "\(page) links to \(target)")
            }
        }
    }

    @Test func `the index of decisions names every decision`() throws {
        let index = try Repository.text("docs/decisions/README.md")
        let numbers = try Repository.files(in: "docs/decisions", ending: ".md").compactMap {
            $0.split(separator: "/").last.map(String.init)
        }.filter { $0 != "README.md" }
        #expect(Set(numbers.map { $0.prefix(4) }).count == numbers.count, "two decisions share a number")
        for name in numbers { #expect(index.contains("](\(name))"), "\(name) is missing in the index") }
    }

    @Test func `every dependency is pinned to one version`() throws {
        let package = try Repository.text("Package.swift")
        let dependencies = package.split(separator: "\n").filter { $0.contains(".package(url:") }
        #expect(dependencies.count > 5)
        for line in dependencies { #expect(line.contains("exact:"), "\(line)") }
    }

    /// With what they bring along they would take four MiB of each server (docs/reference/performance.md).
    @Test func `libraries that few servers need are opened when they are needed, and not linked`() throws {
        let package = try Repository.text("Package.swift")
        for library in ["curl", "pq"] {
            #expect(!package.contains("\"lib\(library)\""), "pkg-config would link lib\(library)")
            let folder = library == "pq" ? "CLibpq" : "CLibcurl/include"
            let map = try Repository.text("Sources/System/\(folder)/module.modulemap")
            #expect(!map.contains("link"), "lib\(library)")
        }
    }

    @Test func `dependencies named in the decision have the versions of Package.swift`() throws {
        let decision = try Repository.text("docs/decisions/0002-dependencies.md")
        let pins = try Repository.text("Package.swift").matches(of: /url: "[^"]*\/([^"\/]+)", exact: "([^"]+)"/)
        #expect(!pins.isEmpty)
        for pin in pins {
            #expect(decision.contains(pin.1) && decision.contains(pin.2), "\(pin.1) \(pin.2)")
        }
    }

    @Test func `make lists every command of the contract`() throws {
        let makefile = try Repository.text("Makefile")
        let commands = [
            "run", "test", "lint", "format", "bench", "fuzz", "load", "faults", "scan", "screenshots", "install",
            "docs",
        ]
        for command in commands { #expect(makefile.contains(try Regex("(?m)^\(command):.*## \\S")), "\(command)") }
    }

    @Test func `scripts can be run`() throws {
        let scripts = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appending(path: "scripts").path
        ).filter { name in
            var isFolder: ObjCBool = false
            let path = Repository.root.appending(path: "scripts/\(name)").path
            return !name.contains(".") && FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        #expect(scripts.count > 5)
        for script in scripts.map({ "scripts/\($0)" }) + [".ci/run"] {
            #expect(
                FileManager.default.isExecutableFile(atPath: Repository.root.appending(path: script).path), "\(script)")
            #expect(try Repository.text(script).hasPrefix("#!"), "\(script)")
        }
    }

    @Test func `what the build makes is not kept`() throws {
        let ignored = try Repository.text(".gitignore").split(separator: "\n")
        for name in [".build/", "Package.resolved", "var/"] { #expect(ignored.contains(Substring(name)), "\(name)") }
    }

    @Test func `a file of source code has one idea`() throws {
        for file in try SourceFile.all(in: "Sources") {
            #expect(
                file.lines.count <= 300, "\(file.path) has \(file.lines.count) lines: is there a second idea in it?")
        }
    }

    @Test func `every configuration setting is documented`() throws {
        let page = try Repository.text("docs/reference/configuration.md")
        let settings = try Repository.text("Sources/Server/Settings.swift")
        let names = settings.matches(of: /case \w+ = "([a-z-]+)"/).map { String($0.1) } + ["data", "lab", "host"]
        #expect(names.count > 8)
        for name in names {
            let variable = "KIZUNA_" + name.uppercased().replacing("-", with: "_")
            #expect(page.contains("`--\(name) ") && page.contains("`\(variable)`"), "\(name)")
        }
    }
}
