import Ports

extension PushTrouble {
    /// Every push of the identity would end like this one.
    var concernsIdentity: Bool {
        switch self {
        case .certificateRejected, .untrustedPeer, .certificateExpired: true
        case .unreachable, .connectionLost: false
        }
    }
}
