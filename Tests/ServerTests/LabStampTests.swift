import Foundation
import Testing

@testable import kizuna

private func directory() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("kizuna-stamp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
}

private func labFile(in directory: URL) throws -> String {
    let file = directory.appendingPathComponent("lab.json")
    let content = [
        "roots_pem": "", "intermediates_pem": "", "clock_file": "/none", "portal_url": "http://127.0.0.1:1/",
    ]
    try JSONEncoder().encode(content).write(to: file)
    return file.path
}

private func open(_ data: URL, lab: String?, creating: Bool = true) async throws -> Bool {
    try await Assembly().open(data: data.path, masterKey: nil, lab: lab, creating: creating).lab != nil
}

@Test func `a Lab's data directory is served with the Lab switch only`() async throws {
    let data = try directory()
    let lab = try labFile(in: data)
    #expect(try await open(data, lab: lab))
    await #expect(throws: SettingsMistakes.self) { try await open(data, lab: nil) }
    #expect(try await open(data, lab: nil, creating: false), "a command finds the Lab by itself")
}

@Test func `a real data directory is refused by the Lab`() async throws {
    let data = try directory()
    let lab = try labFile(in: data)
    #expect(try await !open(data, lab: nil))
    await #expect(throws: SettingsMistakes.self) { try await open(data, lab: lab) }
    #expect(try await !open(data, lab: nil))
}

@Test func `a mistyped path of the Lab's file makes no directory the Lab's`() async throws {
    let data = try directory()
    await #expect(throws: SettingsMistakes.self) { try await open(data, lab: "/nowhere/lab.json") }
    #expect(try await !open(data, lab: nil))
}
