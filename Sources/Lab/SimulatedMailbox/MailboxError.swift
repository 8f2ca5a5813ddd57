/// What is wrong with an order to the mailbox, in words.
public enum MailboxError: Error, Equatable, CustomStringConvertible {
    case portTaken(port: Int)
    case alreadyRunning
    case badBehaviour(String)
    case badFault(String)
    case cannotKeep(path: String, reason: String)

    public var description: String {
        switch self {
        case .portTaken(let port):
            "Port \(port) on 127.0.0.1 is taken by another program. Stop that one, or choose another for the mailbox."
        case .alreadyRunning: "The mailbox runs already, or its port is not a number from 0 to 65535."
        case .badBehaviour(let words), .badFault(let words): words
        case .cannotKeep(let path, let reason):
            "\(path) could not be written (\(reason)). Check permissions and free space."
        }
    }
}
