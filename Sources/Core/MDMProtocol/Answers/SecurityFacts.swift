/// The answer to SecurityInfo. Source: `mdm/commands/information.security.yaml`.
///
/// A key that is missing or of the wrong type is nil.
public struct SecurityFacts: Hashable, Sendable {
    /// 1 block level, 2 file level, 3 both; not on a Mac.
    public var hardwareEncryptionCaps: Int64?
    public var isPasscodePresent: Bool?
    public var isPasscodeCompliant: Bool?
    public var isPasscodeCompliantWithProfiles: Bool?
    /// Seconds.
    public var passcodeLockGracePeriod: Int64?
    /// Seconds.
    public var passcodeLockGracePeriodEnforced: Int64?
    public var isFileVaultEnabled: Bool?
    public var hasPersonalRecoveryKey: Bool?
    public var hasInstitutionalRecoveryKey: Bool?
    public var isSystemIntegrityProtectionEnabled: Bool?
    public var isFirewallEnabled: Bool?
    public var blocksAllIncoming: Bool?
    public var isStealthModeEnabled: Bool?
    public var hasFirmwarePassword: Bool?
    public var isRecoveryLockEnabled: Bool?
    public var isRemoteDesktopEnabled: Bool?
    public var isAuthenticatedRootVolumeEnabled: Bool?
    /// `off`, `medium`, `full` or `not supported`.
    public var secureBootLevel: String?
    public var externalBootLevel: String?
    public var isEnrolledViaDEP: Bool?
    public var isUserApprovedEnrollment: Bool?
    public var isUserEnrollment: Bool?
    public var isActivationLockManageable: Bool?

    public init() {}

    /// - Parameter answer: the whole report, or its `SecurityInfo`.
    public init(_ answer: PropertyList) {
        let list = answer["SecurityInfo"] ?? answer
        hardwareEncryptionCaps = list["HardwareEncryptionCaps"]?.integerValue
        isPasscodePresent = list["PasscodePresent"]?.booleanValue
        isPasscodeCompliant = list["PasscodeCompliant"]?.booleanValue
        isPasscodeCompliantWithProfiles = list["PasscodeCompliantWithProfiles"]?.booleanValue
        passcodeLockGracePeriod = list["PasscodeLockGracePeriod"]?.integerValue
        passcodeLockGracePeriodEnforced = list["PasscodeLockGracePeriodEnforced"]?.integerValue
        isFileVaultEnabled = list["FDE_Enabled"]?.booleanValue
        hasPersonalRecoveryKey = list["FDE_HasPersonalRecoveryKey"]?.booleanValue
        hasInstitutionalRecoveryKey = list["FDE_HasInstitutionalRecoveryKey"]?.booleanValue
        isSystemIntegrityProtectionEnabled = list["SystemIntegrityProtectionEnabled"]?.booleanValue
        isFirewallEnabled = list["FirewallSettings"]?["FirewallEnabled"]?.booleanValue
        blocksAllIncoming = list["FirewallSettings"]?["BlockAllIncoming"]?.booleanValue
        isStealthModeEnabled = list["FirewallSettings"]?["StealthMode"]?.booleanValue
        hasFirmwarePassword = list["FirmwarePasswordStatus"]?["PasswordExists"]?.booleanValue
        isRecoveryLockEnabled = list["IsRecoveryLockEnabled"]?.booleanValue
        isRemoteDesktopEnabled = list["RemoteDesktopEnabled"]?.booleanValue
        isAuthenticatedRootVolumeEnabled = list["AuthenticatedRootVolumeEnabled"]?.booleanValue
        secureBootLevel = list["SecureBoot"]?.text("SecureBootLevel")
        externalBootLevel = list["SecureBoot"]?.text("ExternalBootLevel")
        isEnrolledViaDEP = list["ManagementStatus"]?["EnrolledViaDEP"]?.booleanValue
        isUserApprovedEnrollment = list["ManagementStatus"]?["UserApprovedEnrollment"]?.booleanValue
        isUserEnrollment = list["ManagementStatus"]?["IsUserEnrollment"]?.booleanValue
        isActivationLockManageable = list["ManagementStatus"]?["IsActivationLockManageable"]?.booleanValue
    }
}
