import Enrollments
import Foundation

/// What stands at the head of every page of one device.
struct DeviceFace: Sendable, Equatable {
    enum Family: Sendable, Equatable {
        case iPhone, iPad, mac, other
    }

    /// Address: `devices/{id}`.
    var id: String
    /// Goes into every form as `enrollment`: an act meant for one generation never reaches the next.
    var enrollmentID: String
    var name: String
    var serialNumber: String
    var family: Family
    var state: DeviceListQuery.State
    /// Days after which it would be silent; nil when nobody watches.
    var silenceDays: Int?
    /// Why commands wait; nil when they can be delivered.
    var undeliverable: UndeliverableReason?
    var actions: [DeviceAction]

    /// What to call it: its name, else its serial number.
    var title: String { name.isEmpty ? serialNumber : name }
}

/// 「届けられません: …」.
enum UndeliverableReason: Sendable, Equatable {
    case noCertificate
    case certificateExpired(Date)
    case certificateDeleted(Date)
    /// The device listens to another topic than the registered certificate's.
    case otherTopic
    /// It never reported a topic.
    case topicUnknown
    /// TokenUpdate has not come yet.
    case noPushToken
    /// APNs says that the token is not valid any more (410), later than the last TokenUpdate.
    case tokenRetired(Date)
}

/// One act on one device: possible, or not and why.
struct DeviceAction: Sendable, Equatable {
    /// The raw value is the last part of the address: `devices/{id}/lock`. 同期 is posted there at once; the
    /// others have a page (GET) with a form that posts to the same address.
    enum Kind: String, CaseIterable, Sendable {
        case sync, lock, wipe
        case clearPasscode = "clear-passcode"
        case restart
        case shutDown = "shut-down"
    }

    enum Obstacle: Sendable, Equatable {
        /// Also `noPushToken`, which says 登録中.
        case undeliverable(UndeliverableReason)
        /// CheckOut came.
        case released
        case wiped
        /// The platform does not know the command.
        case notOnThisPlatform
        /// Only supervised devices obey it.
        case notSupervised
        /// The device has not given its UnlockToken.
        case noUnlockToken
        /// One is already on its way.
        case alreadyQueued
        /// The person may not.
        case noRight
    }

    var kind: Kind
    /// Nil when it can be done.
    var obstacle: Obstacle?
}
