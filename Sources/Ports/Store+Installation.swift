/// Facts about the installation as a whole.
public protocol InstallationRecords {
    func installationValue(_ key: InstallationKey) throws -> [UInt8]?
    /// Replaces; nil removes.
    func setInstallationValue(_ value: [UInt8]?, for key: InstallationKey) throws
}

public enum InstallationKey: String, Sendable, CaseIterable {
    /// Random, made with the database; part of what every sealed secret is bound to.
    case instanceID = "instance-id"
    /// Tells a wrong master key from the right one.
    case masterKeyCheck = "master-key-check"
    /// `lab` or `real`: a data directory is one or the other for ever.
    case kind
    /// The version that served last, so that a change is told.
    case version
    /// `host:port` to which the log is sent; absent while it is sent nowhere.
    case syslogReceiver = "syslog-receiver"
    /// Path of the Lab's file, in a Lab installation.
    case labFile = "lab-file"
    /// The console's address at the server's last start, for links that commands print.
    case consoleURL = "console-url"
    /// SHA-256 of the token of the one-time set-up link; absent when set-up is done.
    case setUpTokenHash = "set-up-token-hash"
    /// Present when somebody said that the recovery sheet lies in a safe place.
    case recoverySheetConfirmed = "recovery-sheet-confirmed"
    /// What the operator was told of the vendor certificate's end, and the mail that waits.
    case operatorNotice = "operator-notice"
    /// Wrapped key under which the installation's own secrets (vendor key) are sealed.
    case wrappedKey = "wrapped-key"
    /// A move into this store was begun and has not ended: nothing may serve from it.
    case moveUnfinished = "move-unfinished"
    /// A move out of this store was begun and neither ended nor given up: nothing may serve from it meanwhile.
    case moveBegun = "move-begun"
    /// This installation was moved elsewhere: nothing may serve from it any more.
    case movedAway = "moved-away"
}
