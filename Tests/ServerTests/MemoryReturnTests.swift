import Foundation
import Testing

@testable import kizuna

/// Freed memory goes back to the system while the server runs.
@Suite struct MemoryReturnTests {
    @Test func `pages between blocks that are still used are given back`() throws {
        // Too small for mappings of their own; each 32nd is kept, so that the arena's end never comes free.
        let blocks = (0..<16_384).map { _ in Self.filled(8_192) }
        for (number, block) in blocks.enumerated() where number % 32 != 0 { Self.free(block) }
        let before = try Self.anonymousMiB()
        MemoryReturn.giveBack()
        let after = try Self.anonymousMiB()
        for (number, block) in blocks.enumerated() where number % 32 == 0 { Self.free(block) }
        // 124 of 128 MiB were free; other tests of this process may take some meanwhile.
        #expect(after < before - 64, "\(before) MiB before, \(after) after")
    }

    /// In a process of its own: another's block above ours would hold all below it.
    @Test func `the end of the heap is given back, also after a large block was freed`() async {
        await #expect(processExitsWith: .success) {
            MemoryReturn.bound()
            // glibc would keep twice as much from here on.
            Self.free(Self.filled(30 << 20))
            let before = try Self.anonymousMiB()
            // Nothing else is allocated until they are freed, or it would lie above them.
            let blocks = (0..<640).map { _ in Self.filled(65_536) }
            for block in blocks.reversed() { Self.free(block) }
            let after = try Self.anonymousMiB()
            try #require(after < before + 20, "\(before) MiB before, \(after) after 40 came and went")
        }
    }

    private static func filled(_ count: Int) -> UInt {
        let block = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 16)
        block.initializeMemory(as: UInt8.self, repeating: 1, count: count)
        return UInt(bitPattern: block)
    }

    private static func free(_ block: UInt) { UnsafeMutableRawPointer(bitPattern: block)?.deallocate() }

    private static func anonymousMiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
        return try #require(Int(line.split(separator: " ").dropFirst().first ?? "")) / 1_024
    }
}
