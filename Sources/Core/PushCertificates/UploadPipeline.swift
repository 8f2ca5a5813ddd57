/// One of the things that must hold before an uploaded file is registered.
public struct UploadCheck: Sendable {
    /// Stable, for tests and documentation.
    public let name: String
    let run: @Sendable (inout UploadExamination) async throws(UploadRefusal) -> Void

    init(_ name: String, _ run: @escaping @Sendable (inout UploadExamination) async throws(UploadRefusal) -> Void) {
        self.name = name
        self.run = run
    }
}

/// The checks that an uploaded file passes, in this order; the first that fails names the refusal.
///
/// The order is that of what a person can do about it. What the file *is* comes first, so that a vendor
/// certificate is not called "made with another key". Among certificates with an unknown key, one that Apple did
/// not issue is told apart from one that Apple issued for another request (see ``UploadCheck/key``).
public enum UploadPipeline {
    public static let sizeLimitBytes = 64 * 1024

    public static let checks: [UploadCheck] = [
        .size, .kindOfFile, .oneLeaf, .kindOfCertificate, .key, .chain, .topicGrammar, .validity, .notOlder,
        .topicGuard,
    ]

    /// - Throws: why the file cannot be registered; nothing is stored in that case.
    public static func judge(_ file: [UInt8], in context: UploadContext) async throws(UploadRefusal) -> PushCertificate
    {
        try await judge(file, in: context, checks: checks)
    }

    /// With other checks than ``checks``: so that a test can leave each one out and see what it is there for.
    public static func judge(
        _ file: [UInt8], in context: UploadContext, checks: [UploadCheck]
    ) async throws(UploadRefusal) -> PushCertificate {
        var examination = UploadExamination(of: file, in: context)
        for check in checks { try await check.run(&examination) }
        return try examination.certificate()
    }
}
