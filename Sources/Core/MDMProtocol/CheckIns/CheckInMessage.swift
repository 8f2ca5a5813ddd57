/// A check-in, as Apple's `MessageType` names it. Source: `mdm/checkin/*.yaml` of apple/device-management.
public enum CheckInMessage: Sendable {
    case authenticate(Authenticate)
    case tokenUpdate(TokenUpdate)
    case checkOut(CheckOut)
    case userAuthenticate(UserAuthenticate)
    case setBootstrapToken(SetBootstrapToken)
    case getBootstrapToken(GetBootstrapToken)
    case getToken(GetToken)
    case declarativeManagement(DeclarativeManagement)
    /// A type we do not know, at most 64 characters of it.
    case unknown(messageType: String, channel: Channel)

    /// Reads the body of a check-in, XML or binary.
    ///
    /// - Throws: ``CheckInError``; nothing of a message that throws is to be believed.
    public init(reading bytes: [UInt8]) throws(CheckInError) {
        let list: PropertyList
        do throws(PropertyListError) {
            list = try PropertyList(reading: bytes, limits: .checkIn)
        } catch {
            throw .unreadable(error)
        }
        try self.init(list, size: bytes.count)
    }

    private init(_ list: PropertyList, size: Int) throws(CheckInError) {
        let fields = MessageFields(list)
        let type = try fields.required("MessageType", fields.string("MessageType"))
        let small = PropertyListLimits.smallCheckIn.body
        if ["Authenticate", "TokenUpdate", "CheckOut"].contains(type), size > small {
            throw .tooLarge(messageType: type, bytes: size, limit: small)
        }
        switch type {
        case "Authenticate": self = .authenticate(try Authenticate(in: fields))
        case "TokenUpdate": self = .tokenUpdate(try TokenUpdate(in: fields))
        case "CheckOut": self = .checkOut(try CheckOut(in: fields))
        case "UserAuthenticate": self = .userAuthenticate(try UserAuthenticate(in: fields))
        case "SetBootstrapToken": self = .setBootstrapToken(try SetBootstrapToken(in: fields))
        case "GetBootstrapToken": self = .getBootstrapToken(try GetBootstrapToken(in: fields))
        case "GetToken": self = .getToken(try GetToken(in: fields))
        case "DeclarativeManagement": self = .declarativeManagement(try DeclarativeManagement(in: fields))
        default: self = .unknown(messageType: type.cut(toBytes: 64), channel: try Channel(in: fields))
        }
    }

    /// Who sent it.
    public var channel: Channel {
        switch self {
        case .authenticate(let message): message.channel
        case .tokenUpdate(let message): message.channel
        case .checkOut(let message): message.channel
        case .userAuthenticate(let message): message.channel
        case .setBootstrapToken(let message): message.channel
        case .getBootstrapToken(let message): message.channel
        case .getToken(let message): message.channel
        case .declarativeManagement(let message): message.channel
        case .unknown(_, let channel): channel
        }
    }
}
