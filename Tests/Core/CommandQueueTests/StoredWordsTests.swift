import CommandQueue
import Foundation
import Testing

/// Rows of earlier versions hold these words: a renamed case would make them unreadable.
@Suite struct StoredWordsTests {
    @Test func `the words for what a command still lacks stay as they were stored`() {
        #expect(CommandSecret.allCases.map(\.rawValue) == ["pin", "unlockToken", "enrollmentProfile"])
    }

    @Test func `the words for how a command ended stay as they were stored`() {
        #expect(
            FinishedCommand.Outcome.allCases.map(\.rawValue) == [
                "acknowledged", "error", "commandFormatError", "expired", "cancelled", "superseded", "enrollmentEnded",
            ])
    }

    @Test func `an error of a chain is read from the keys under which it was stored`() throws {
        let stored = """
            {"code":12021,"domain":"MCMDMErrorDomain","localizedDescription":"無効です","englishDescription":"Invalid"}
            """
        let read = try JSONDecoder().decode(CommandError.self, from: Data(stored.utf8))
        let error = CommandError(
            code: 12021, domain: "MCMDMErrorDomain", localizedDescription: "無効です", englishDescription: "Invalid")
        #expect(read == error)
        #expect(try JSONDecoder().decode(CommandError.self, from: JSONEncoder().encode(error)) == error)
    }
}
