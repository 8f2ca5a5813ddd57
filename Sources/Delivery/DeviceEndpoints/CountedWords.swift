import Enrollments
import MDMProtocol

// The words under which `/metrics` counts; each is named in `Telemetry`.

extension DeviceRefusal {
    var counted: String {
        switch self {
        case .noIdentity: "noIdentity"
        case .unknownIdentity: "unknownIdentity"
        case .otherHardware: "otherHardware"
        case .identityOver: "identityOver"
        case .identityExpired: "identityExpired"
        case .notAuthenticated: "notAuthenticated"
        case .topicNotOurs: "topicNotOurs"
        case .invitationOver: "invitationOver"
        case .unsupported: "unsupported"
        case .unreadable: "unreadable"
        }
    }
}

extension CheckInMessage {
    /// Apple's `MessageType`.
    var messageType: String {
        switch self {
        case .authenticate: "Authenticate"
        case .tokenUpdate: "TokenUpdate"
        case .checkOut: "CheckOut"
        case .userAuthenticate: "UserAuthenticate"
        case .setBootstrapToken: "SetBootstrapToken"
        case .getBootstrapToken: "GetBootstrapToken"
        case .getToken: "GetToken"
        case .declarativeManagement: "DeclarativeManagement"
        case .unknown(let type, _): type
        }
    }
}
