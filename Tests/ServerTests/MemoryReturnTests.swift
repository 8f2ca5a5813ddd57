import Foundation
import Testing

@testable import kizuna

/// Freed memory goes back to the system while the server runs.
@Suite struct MemoryReturnTests {
    @Test func `pages between blocks that are still used are given back`() async throws {
        // Too small for mappings of their own; each 32nd is kept, so that the arena's end never comes free.
        let blocks = (0..<16_384).map { _ in
            let block = UnsafeMutableRawPointer.allocate(byteCount: 8_192, alignment: 16)
            block.initializeMemory(as: UInt8.self, repeating: 1, count: 8_192)
            return UInt(bitPattern: block)
        }
        for (number, block) in blocks.enumerated() where number % 32 != 0 { Self.free(block) }
        let before = try Self.anonymousMiB()
        let task = Task { try await MemoryReturn(first: .milliseconds(1)).run() }
        for _ in 0..<100 {
            if try Self.anonymousMiB() < before - 64 { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        let after = try Self.anonymousMiB()
        task.cancel()
        try await task.value
        for (number, block) in blocks.enumerated() where number % 32 == 0 { Self.free(block) }
        // 124 of 128 MiB were free; other tests of this process may take some meanwhile.
        #expect(after < before - 64, "\(before) MiB before, \(after) after")
    }

    private static func free(_ block: UInt) { UnsafeMutableRawPointer(bitPattern: block)?.deallocate() }

    private static func anonymousMiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
        return try #require(Int(line.split(separator: " ").dropFirst().first ?? "")) / 1_024
    }
}
