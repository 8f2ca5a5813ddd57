/// Why the simulated push service does not start, or does not do as it is told.
public enum SimulatedAPNsError: Error, Equatable, CustomStringConvertible {
    case noCertificate
    case portTaken(port: Int)
    case alreadyRunning
    case cannotKeepIdentity(path: String)
    case badBehaviour(String)
    case badFault(String)

    public var description: String {
        switch self {
        case .noCertificate:
            "There is no certificate in that text, so nobody could be trusted. Give PEM with BEGIN CERTIFICATE lines."
        case .portTaken(let port):
            "Port \(port) on 127.0.0.1 is taken by another program. Stop that one, or choose another port."
        case .alreadyRunning:
            "The push service already answers. Stop it before it is started again."
        case .cannotKeepIdentity(let path):
            "The key of the push service could not be written to \(path). Check the directory and free space."
        case .badBehaviour(let reason), .badFault(let reason):
            reason
        }
    }
}
