import Foundation
import Testing

@testable import PushCertificates

@Suite struct PEMTextTests {
    private func labels(_ text: String) -> [String] { PEMText.blocks(in: Array(text.utf8)).map(\.label) }

    @Test(arguments: [
        ("plain", "-----BEGIN A-----\nAQID\n-----END A-----\n"),
        ("CR LF", "-----BEGIN A-----\r\nAQID\r\n-----END A-----\r\n"),
        ("one line", "-----BEGIN A-----AQID-----END A-----"),
        ("spaces for line breaks", "-----BEGIN A----- AQ ID -----END A-----"),
        ("text around", "subject=…\n-----BEGIN A-----\nAQID\n-----END A-----\nthat is all"),
        ("lower case", "-----begin a-----\nAQID\n-----end a-----"),
        ("spaces in the label", "-----BEGIN  A -----\nAQID\n-----END  A -----"),
    ])
    func `one block is found in any dress`(_ name: String, _ text: String) {
        #expect(PEMText.blocks(in: Array(text.utf8)) == [PEMBlock(label: "A", der: [1, 2, 3])])
    }

    @Test func `blocks that share their dashes are two`() {
        #expect(
            labels("-----BEGIN A-----\nAQID\n-----END A----------BEGIN B-----\nAQID\n-----END B-----") == ["A", "B"])
    }

    @Test(arguments: [
        ("no END", "-----BEGIN A-----\nAQID\n"), ("not base64", "-----BEGIN A-----\nAQ*D\n-----END A-----"),
        ("empty", "-----BEGIN A-----\n-----END A-----"), ("bad padding", "-----BEGIN A-----\nAQI\n-----END A-----"),
        ("END belongs to the next", "-----BEGIN A-----\nAQID"),
    ])
    func `a block without content is told as such`(_ name: String, _ text: String) {
        #expect(PEMText.blocks(in: Array(text.utf8)) == [PEMBlock(label: "A", der: nil)])
    }

    @Test func `a block without END does not swallow the next`() {
        let blocks = PEMText.blocks(in: Array("-----BEGIN A-----\nAQ\n-----BEGIN B-----\nAQID\n-----END B-----".utf8))
        #expect(blocks == [PEMBlock(label: "A", der: nil), PEMBlock(label: "B", der: [1, 2, 3])])
    }

    @Test func `thousands of blocks are not followed`() {
        let text = String(repeating: "-----BEGIN A-----\n", count: 5_000)
        #expect(labels(text).count == PEMText.blockLimit)
        #expect(labels(String(repeating: "-----BEGIN ", count: 5_000)).count <= PEMText.blockLimit)
    }

    @Test func `what is written has 64 columns and ends with a line break`() {
        let text = PEMText.certificate(Array(repeating: 7, count: 100))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.map(\.count) == [27, 64, 64, 8, 25, 0])
        #expect(
            PEMText.blocks(in: Array(text.utf8)) == [
                PEMBlock(label: "CERTIFICATE", der: Array(repeating: 7, count: 100))
            ])
    }
}
