import Foundation

/// The private keys of a fleet by name, kept in one file (0600).
///
/// Making a key takes a tenth of a second of CPU and more, so devices beyond the first hundred draw from a pool: a
/// server cannot tell, as each has its own certificate.
actor KeyRing {
    private struct File: Codable {
        var pool: [String: String] = [:]
        var own: [String: String] = [:]
    }

    private var file: File
    private var made: [String: DeviceKey] = [:]
    private let path: String?
    private let pooled: Int
    private var drawn = 0

    /// - Parameter path: nil keeps nothing.
    init(path: String?, pooled: Int) throws {
        self.path = path
        self.pooled = max(1, pooled)
        file = try path.flatMap { try KeptFile.read(File.self, from: $0) } ?? File()
    }

    /// A key to enroll with: a new one of its own, or the next of the pool.
    func key(own: Bool) throws -> (name: String, key: DeviceKey) {
        if own { return try make("own-\(UUID().uuidString)", in: \.own) }
        let name = "pool-\(drawn % pooled)"
        drawn += 1
        if let key = try key(named: name) { return (name, key) }
        return try make(name, in: \.pool)
    }

    func key(named name: String) throws -> DeviceKey? {
        if let key = made[name] { return key }
        guard let pem = file.own[name] ?? file.pool[name] else { return nil }
        let key = try DeviceKey(pem: pem)
        made[name] = key
        return key
    }

    /// A key of its own that nobody needs any more.
    func forget(_ name: String) {
        made[name] = nil
        guard file.own.removeValue(forKey: name) != nil else { return }
        try? save()
    }

    private func make(_ name: String, in part: WritableKeyPath<File, [String: String]>) throws -> (
        name: String, key: DeviceKey
    ) {
        let key = try DeviceKey()
        file[keyPath: part][name] = try key.pem
        made[name] = key
        try save()
        return (name, key)
    }

    private func save() throws {
        if let path { try KeptFile.write(file, to: path) }
    }
}
