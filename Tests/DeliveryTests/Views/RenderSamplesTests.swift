import Administration
import Foundation
import Testing

@testable import WebConsole

/// Writes every sample page into the directory named by `KIZUNA_SAMPLE_PAGES`, to be looked at in a browser;
/// without it only makes them.
@Test func `every sample page can be made`() throws {
    let directory = ProcessInfo.processInfo.environment["KIZUNA_SAMPLE_PAGES"].map { URL(filePath: $0) }
    for sample in SamplePages.all {
        for language in Language.allCases {
            let document = SamplePages.document(sample, language)
            #expect(document.hasPrefix("<!DOCTYPE html>"))
            guard let directory else { continue }
            let local = document.replacing("/_assets/", with: "_assets/")
            try Data(local.utf8).write(to: directory.appending(path: "\(sample.name)-\(language.rawValue).html"))
        }
    }
    guard let directory else { return }
    let assets = directory.appending(path: "_assets")
    try FileManager.default.createDirectory(at: assets, withIntermediateDirectories: true)
    let names =
        ["tokens.css", "kizuna.css", "console.css", "kizuna.js", "mark.svg"] + Brand.all.map { "brand-\($0.key).css" }
    for name in names {
        let asset = try #require(ConsoleAssets.asset(named: name))
        try Data(asset.bytes).write(to: assets.appending(path: name))
    }
}
