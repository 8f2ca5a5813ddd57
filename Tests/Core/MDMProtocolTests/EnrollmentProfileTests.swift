import MDMProtocol
import Testing

struct EnrollmentProfileTests {
    private let profile = EnrollmentProfile(
        identifier: "jp.example.kizuna.enroll",
        uuids: .init(profile: "P", identity: "I", management: "M", roots: ["R1", "R2"]),
        name: .init(japanese: "例の管理", english: "Example Management"),
        explanation: .init(japanese: "説明", english: "Explanation"), language: .japanese, organization: "例 & 株式会社",
        scep: .init(
            url: "https://mdm.example/scep", name: "device-ca", subject: [.init("O", "例"), .init("CN", "enroll-1")],
            challenge: "one-time", caFingerprint: [1, 2]),
        topic: "com.apple.mgmt.External.1", serverURL: "https://mdm.example/mdm",
        checkInURL: "https://mdm.example/checkin",
        rootCertificates: [[0x30], [0x31]])

    @Test func `the profile holds roots, identity and management, in this order`() throws {
        let list = profile.propertyList
        #expect(list["PayloadDisplayName"] == .string("例の管理"))
        #expect(list["PayloadIdentifier"] == .string("jp.example.kizuna.enroll"))
        #expect(list["PayloadUUID"] == .string("P"))
        let payloads = try #require(list["PayloadContent"]?.arrayValue)
        #expect(
            payloads.map { $0["PayloadType"]?.stringValue } == [
                "com.apple.security.root", "com.apple.security.root", "com.apple.security.scep", "com.apple.mdm",
            ])
        #expect(payloads.map { $0["PayloadUUID"]?.stringValue } == ["R1", "R2", "I", "M"])
        #expect(Set(payloads.compactMap { $0["PayloadIdentifier"]?.stringValue }).count == 4)
        #expect(try PropertyList(reading: list.xmlBytes) == list)
    }

    @Test func `the MDM payload points to the identity and asks for everything at once`() throws {
        let management = try #require(profile.propertyList["PayloadContent"]?.arrayValue?.last)
        #expect(management["IdentityCertificateUUID"] == .string("I"))
        #expect(management["Topic"] == .string("com.apple.mgmt.External.1"))
        #expect(management["ServerURL"] == .string("https://mdm.example/mdm"))
        #expect(management["CheckInURL"] == .string("https://mdm.example/checkin"))
        #expect(management["AccessRights"] == .integer(8191))
        #expect(management["SignMessage"] == .boolean(true))
        #expect(management["CheckOutWhenRemoved"] == .boolean(true))
        #expect(
            management["ServerCapabilities"]?.stringsValue == [
                "com.apple.mdm.per-user-connections", "com.apple.mdm.bootstraptoken",
            ])
    }

    @Test func `the SCEP payload writes the name as Apple nests it`() throws {
        let identity = try #require(
            profile.propertyList["PayloadContent"]?.arrayValue?.dropLast().last?["PayloadContent"])
        #expect(
            identity["Subject"]
                == .array([
                    .array([.array([.string("O"), .string("例")])]),
                    .array([.array([.string("CN"), .string("enroll-1")])]),
                ]))
        #expect(identity["Challenge"] == .string("one-time"))
        #expect(identity["Key Usage"] == .integer(5))
        #expect(identity["Keysize"] == .integer(2048))
        #expect(identity["CAFingerprint"] == .data([1, 2]))
    }

    @Test func `an English profile without roots is one`() {
        var english = profile
        english.language = .english
        english.rootCertificates = []
        english.scep.caFingerprint = nil
        #expect(english.propertyList["PayloadDisplayName"] == .string("Example Management"))
        #expect(english.propertyList["PayloadContent"]?.arrayValue?.count == 2)
        #expect(english.propertyList["PayloadContent"]?.arrayValue?.first?["PayloadContent"]?["CAFingerprint"] == nil)
    }
}
