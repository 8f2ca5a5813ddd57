import Foundation
import Problems
import Testing

@Suite struct ProblemReferenceTests {
    /// With KIZUNA_REWRITE_DOCS=1 in the environment the page is written anew instead of compared.
    @Test func `docs reference problems lists every problem as the code says it`() throws {
        let page = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/reference/problems.md")
        let text = try reference()
        if ProcessInfo.processInfo.environment["KIZUNA_REWRITE_DOCS"] == "1" {
            try Data(text.utf8).write(to: page)
        }
        let written = try String(contentsOf: page, encoding: .utf8)
        #expect(written == text, "docs/reference/problems.md is behind the code: make docs writes it anew")
    }

    private func reference() throws -> String {
        var lines = [
            "# Problems", "",
            "Every problem that the console, the API and the command line can tell, with its stable code.",
            "Each says what happened, what it means, and what to do next. Values are samples.", "",
            "`make docs` writes this page from the code; a test compares the two.", "",
        ]
        for section in try ProblemSamples.all() {
            lines += ["## \(section.heading)", "", "| code | 日本語 | English |", "|---|---|---|"]
            lines += section.problems.map { problem in
                let japanese = cell([problem.fact.ja, problem.meaning.ja, problem.nextStep.ja])
                let english = cell([problem.fact.en, problem.meaning.en, problem.nextStep.en])
                return "| `\(problem.code)` | \(japanese) | \(english) |"
            }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }

    private func cell(_ parts: [String]) -> String {
        parts.joined(separator: "<br>").replacing("|", with: "\\|")
    }
}
