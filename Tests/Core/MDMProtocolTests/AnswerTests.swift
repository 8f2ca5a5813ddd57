import Foundation
import MDMProtocol
import Testing

struct AnswerTests {
    @Test func `facts of an iPhone are read, from the line where the old keys are gone`() {
        let answer = PropertyList.dictionary([
            ("Status", .string("Acknowledged")),
            (
                "QueryResponses",
                .dictionary([
                    ("UDID", .string("0000")), ("DeviceName", .string("鈴木のiPhone")), ("OSVersion", .string("26.1")),
                    ("ProductName", .string("iPhone15,4")), ("DeviceCapacity", .integer(128)),
                    ("AvailableDeviceCapacity", .real(103.25)), ("BatteryLevel", .real(0.5)),
                    ("IsSupervised", .boolean(false)),
                    (
                        "ServiceSubscriptions",
                        .array([
                            .dictionary([("Slot", .string("One")), ("PhoneNumber", .string(""))]),
                            .dictionary([("PhoneNumber", .string("+819000000000")), ("IMEI", .string("35 1"))]),
                        ])
                    ),
                ])
            ),
        ])
        let facts = DeviceFacts(answer)
        #expect(facts.deviceName == "鈴木のiPhone")
        #expect(facts.platform == .iPhone)
        #expect(facts.deviceCapacity == 128)
        #expect(facts.availableDeviceCapacity == 103.25)
        #expect(facts.batteryLevel == 0.5)
        #expect(facts.isSupervised == false)
        #expect(facts.phoneNumber == "+819000000000")
        #expect(facts.imei == "35 1")
        #expect(facts.serviceSubscriptions.count == 2)
        #expect(facts.serialNumber == nil)
    }

    @Test func `a wrong type reads as missing`() {
        let facts = DeviceFacts(
            .dictionary([
                ("DeviceName", .integer(1)), ("BatteryLevel", .real(-1)), ("DeviceCapacity", .string("128")),
                ("IsSupervised", .integer(1)), ("ServiceSubscriptions", .string("x")),
                ("AvailableDeviceCapacity", .real(-5)),
            ]))
        #expect(facts == DeviceFacts())
        #expect(DeviceFacts(.array([])) == DeviceFacts())
        #expect(SecurityFacts(.dictionary([("SecurityInfo", .string("x"))])) == SecurityFacts())
    }

    @Test func `security facts are read from their dictionaries`() {
        let facts = SecurityFacts(
            .dictionary([
                (
                    "SecurityInfo",
                    .dictionary([
                        ("PasscodePresent", .boolean(true)), ("HardwareEncryptionCaps", .integer(3)),
                        ("FDE_Enabled", .boolean(true)),
                        ("FirewallSettings", .dictionary([("FirewallEnabled", .boolean(false))])),
                        ("ManagementStatus", .dictionary([("IsUserEnrollment", .boolean(false))])),
                        ("SecureBoot", .dictionary([("SecureBootLevel", .string("full"))])),
                    ])
                )
            ]))
        #expect(facts.isPasscodePresent == true)
        #expect(facts.hardwareEncryptionCaps == 3)
        #expect(facts.isFileVaultEnabled == true)
        #expect(facts.isFirewallEnabled == false)
        #expect(facts.isUserEnrollment == false)
        #expect(facts.secureBootLevel == "full")
        #expect(facts.isPasscodeCompliant == nil)
    }

    @Test func `lists leave out what is no dictionary`() {
        let profiles = InstalledProfile.list(
            in: .dictionary([
                (
                    "ProfileList",
                    .array([
                        .dictionary([
                            ("PayloadIdentifier", .string("jp.example")), ("PayloadUUID", .string("U")),
                            ("IsManaged", .boolean(true)),
                            (
                                "PayloadContent",
                                .array([.dictionary([("PayloadType", .string("com.apple.mdm"))]), .string("x")])
                            ),
                        ]), .integer(1),
                    ])
                )
            ]))
        #expect(profiles.count == 1)
        #expect(profiles.first?.identifier == "jp.example")
        #expect(profiles.first?.payloadTypes == ["com.apple.mdm"])
        let certificates = InstalledCertificate.list(
            in: .dictionary([
                (
                    "CertificateList",
                    .array([
                        .dictionary([
                            ("CommonName", .string("Root")), ("Data", .data([1])), ("IsIdentity", .boolean(true)),
                        ])
                    ])
                )
            ]))
        #expect(certificates == [InstalledCertificate(commonName: "Root", isIdentity: true, data: [1])])
        let apps = InstalledApplication.list(
            in: .dictionary([
                (
                    "InstalledApplicationList",
                    .array([
                        .dictionary([
                            ("Identifier", .string("a")), ("Name", .string("アプリ")), ("BundleSize", .integer(5)),
                        ])
                    ])
                )
            ]))
        #expect(apps == [InstalledApplication(identifier: "a", name: "アプリ", bundleSize: 5)])
        #expect(InstalledApplication.list(in: .dictionary([("InstalledApplicationList", .string("x"))])).isEmpty)
    }
}
