import Foundation
import MDMProtocol

/// How a device answers the commands that need nothing but the device itself.
struct CommandAnswers {
    let record: DeviceRecord
    let channel: Channel

    private var facts: DeviceFacts { record.facts }

    /// Nil for a command that ``SimulatedDevice`` must carry out itself.
    func callAsFunction(_ type: String, _ command: DeviceValue) -> CommandAnswer? {
        switch type {
        case "DeviceInformation": return deviceInformation(command)
        case "SecurityInfo": return .acknowledged([(key: "SecurityInfo", value: securityInfo)])
        case "ProfileList": return .acknowledged([(key: "ProfileList", value: .array(profileList))])
        case "CertificateList": return .acknowledged([(key: "CertificateList", value: .array(certificateList))])
        case "ProvisioningProfileList": return .acknowledged([(key: "ProvisioningProfileList", value: .array([]))])
        case "ManagedApplicationList":
            return .acknowledged([(key: "ManagedApplicationList", value: .dictionary([]))])
        case "Restrictions": return .acknowledged([(key: "GlobalRestrictions", value: .dictionary([]))])
        case "InstalledApplicationList":
            let items = command["Items"]?.strings, identifiers = command["Identifiers"]?.strings
            let managedOnly = command["ManagedAppsOnly"]?.boolean ?? false
            let list = managedOnly ? .array([]) : Applications.list(facts, identifiers: identifiers, items: items)
            return .acknowledged([(key: "InstalledApplicationList", value: list)])
        case "DeviceLock": return lock(command)
        case "EraseDevice": return erase(command)
        case "RestartDevice": return .acknowledged(then: .restart)
        case "ShutDownDevice": return .acknowledged(then: .shutDown)
        case "DeviceConfigured":
            guard record.enrollment?.awaitsConfiguration == true else {
                return .error(12021, "MCMDMErrorDomain", "The device does not wait for its configuration.")
            }
            return .acknowledged(then: .finishSetup)
        default: return nil
        }
    }

    private func deviceInformation(_ command: DeviceValue) -> CommandAnswer {
        guard let queries = command["Queries"]?.strings, !queries.isEmpty else {
            return .formatError("DeviceInformation needs “Queries”, a list of texts.")
        }
        let answers = QueryAnswers(
            facts: facts, accessRights: record.enrollment?.profile.mdm.accessRights ?? 0,
            organization: record.enrollment?.profile.organization)
        return .acknowledged([(key: "QueryResponses", value: answers(queries))])
    }

    private var securityInfo: PropertyList {
        guard facts.isMac else {
            return .dictionary([
                ("HardwareEncryptionCaps", .integer(3)), ("PasscodePresent", .boolean(facts.hasPasscode)),
                ("PasscodeCompliant", .boolean(true)), ("PasscodeCompliantWithProfiles", .boolean(true)),
                ("PasscodeLockGracePeriod", .integer(0)), ("PasscodeLockGracePeriodEnforced", .integer(0)),
                ("ManagementStatus", .dictionary([(key: "IsUserEnrollment", value: .boolean(false))])),
            ])
        }
        return .dictionary([
            ("FDE_Enabled", .boolean(true)), ("FDE_HasPersonalRecoveryKey", .boolean(true)),
            ("FDE_HasInstitutionalRecoveryKey", .boolean(false)), ("SystemIntegrityProtectionEnabled", .boolean(true)),
            (
                "FirewallSettings",
                .dictionary([
                    ("FirewallEnabled", .boolean(true)), ("BlockAllIncoming", .boolean(false)),
                    ("StealthMode", .boolean(false)), ("Applications", .array([])),
                ])
            ),
            (
                "ManagementStatus",
                .dictionary([
                    ("EnrolledViaDEP", .boolean(false)), ("UserApprovedEnrollment", .boolean(true)),
                    ("IsUserEnrollment", .boolean(false)), ("IsActivationLockManageable", .boolean(true)),
                ])
            ),
            (
                "SecureBoot",
                .dictionary([
                    ("SecureBootLevel", .string("full")), ("ExternalBootLevel", .string("disallowed")),
                ])
            ),
            ("RemoteDesktopEnabled", .boolean(false)), ("AuthenticatedRootVolumeEnabled", .boolean(true)),
            ("BootstrapTokenAllowedForAuthentication", .string("allowed")), ("IsRecoveryLockEnabled", .boolean(false)),
        ])
    }

    private var profileList: [PropertyList] {
        var installed = record.profiles
        if channel == .device, let profile = record.enrollment?.profile {
            installed.insert(
                InstalledProfile(
                    identifier: profile.identifier, uuid: profile.uuid, displayName: profile.displayName,
                    organization: profile.organization, payloads: profile.payloads), at: 0)
        }
        return installed.map { profile in
            var entries: [(key: String, value: PropertyList)] = [
                ("PayloadIdentifier", .string(profile.identifier)), ("PayloadUUID", .string(profile.uuid)),
                ("PayloadVersion", .integer(1)), ("PayloadDisplayName", .string(profile.displayName)),
                ("PayloadRemovalDisallowed", .boolean(false)), ("HasRemovalPasscode", .boolean(false)),
                ("IsEncrypted", .boolean(false)),
                (
                    "PayloadContent",
                    .array(
                        profile.payloads.map { payload in
                            .dictionary([
                                ("PayloadType", .string(payload.type)), ("PayloadVersion", .integer(1)),
                                ("PayloadIdentifier", .string(payload.identifier)),
                                ("PayloadUUID", .string(payload.uuid)),
                                ("PayloadDisplayName", .string(payload.displayName ?? payload.type)),
                            ])
                        })
                ),
            ]
            if let organization = profile.organization {
                entries.append(("PayloadOrganization", .string(organization)))
            }
            if !facts.isMac { entries.append(("IsManaged", .boolean(true))) }
            return .dictionary(entries)
        }
    }

    private var certificateList: [PropertyList] {
        guard channel == .device, let enrollment = record.enrollment else { return [] }
        let identity = (data: [UInt8](enrollment.identity), isIdentity: true)
        let roots = enrollment.profile.roots.map { (data: [UInt8]($0), isIdentity: false) }
        return ([identity] + roots).compactMap { entry in
            guard let certificate = try? DeviceCertificate(der: entry.data) else { return nil }
            return .dictionary([
                ("CommonName", .string(certificate.commonName)), ("IsIdentity", .boolean(entry.isIdentity)),
                ("Data", .data(entry.data)),
            ])
        }
    }

    private func lock(_ command: DeviceValue) -> CommandAnswer {
        guard facts.isMac else {
            let shows = command["Message"]?.string?.isEmpty == false || command["PhoneNumber"]?.string?.isEmpty == false
            guard shows else { return .acknowledged() }
            let result = facts.hasPasscode ? "Success" : "NoPasscodeSet"
            return .acknowledged([(key: "MessageResult", value: .string(result))])
        }
        guard let pin = command["PIN"]?.string, pin.count == 6 else {
            return .formatError("A Mac needs “PIN”, exactly six characters, to be locked.")
        }
        return .acknowledged(then: .lockMac(pin: pin))
    }

    private func erase(_ command: DeviceValue) -> CommandAnswer {
        if facts.isMac, let pin = command["PIN"], pin.string?.count != 6 {
            return .formatError("“PIN” has exactly six characters.")
        }
        return .acknowledged(then: .wipe)
    }
}
