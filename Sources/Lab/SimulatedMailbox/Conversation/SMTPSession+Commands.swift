/// What each command does and in which order they may come.
extension SMTPSession {
    mutating func obey(_ verb: String, _ argument: Substring?) -> [SMTPAction] {
        switch verb {
        case "EHLO", "HELO": return greet(verb, argument)
        case "STARTTLS": return startTLS(argument)
        case "AUTH": return authenticate(argument)
        case "MAIL": return mail(argument)
        case "RCPT": return recipient(argument)
        case "DATA": return data(argument)
        case "RSET":
            guard argument == nil else { return mistake(Self.noArgument) }
            transaction = nil
            return [.say(SMTPReply(250, "2.0.0", "Forgotten"))]
        case "NOOP": return [.say(SMTPReply(250, "2.0.0", "OK"))]
        case "QUIT":
            guard argument == nil else { return mistake(Self.noArgument) }
            return faulty(.quit) { session in
                session.phase = .over
                return [.say(SMTPReply(221, "2.0.0", "\(MailboxIdentity.host) Bye")), .close]
            }
        case "VRFY":
            return [.say(SMTPReply(252, "2.1.5", "Not verified; send mail and see"))]
        case "HELP":
            return [.say(SMTPReply(214, "2.0.0", "EHLO HELO STARTTLS AUTH MAIL RCPT DATA RSET NOOP QUIT VRFY HELP"))]
        case "EXPN", "BDAT", "ETRN", "TURN":
            return mistake(SMTPReply(502, "5.5.1", "Not implemented"))
        default: return mistake(SMTPReply(500, "5.5.2", "Command not recognized"))
        }
    }

    static let noArgument = SMTPReply(501, "5.5.4", "No argument is allowed here")
    static let wrongOrder = SMTPReply(503, "5.5.1", "Wrong order of commands")
    static let tlsFirst = SMTPReply(530, "5.7.0", "Must issue a STARTTLS command first")

    private mutating func greet(_ verb: String, _ argument: Substring?) -> [SMTPAction] {
        let name = argument ?? ""
        guard MailPath.isDomain(name) else {
            return mistake(SMTPReply(501, "5.5.4", "\(verb) needs a domain name or an address in brackets"))
        }
        return faulty(.ehlo) { session in
            session.transaction = nil
            session.client = (String(name), verb == "EHLO")
            guard verb == "EHLO" else { return [.say(SMTPReply(250, nil, MailboxIdentity.host))] }
            let behaviour = session.host.behaviour
            var words = [MailboxIdentity.host, "PIPELINING", "SIZE \(behaviour.sizeLimit)", "8BITMIME"]
            if behaviour.offersSMTPUTF8 { words.append("SMTPUTF8") }
            if behaviour.offersStartTLS, session.tls == nil { words.append("STARTTLS") }
            if session.tls != nil, !behaviour.mechanisms.isEmpty {
                words.append("AUTH " + behaviour.mechanisms.joined(separator: " "))
            }
            words.append("ENHANCEDSTATUSCODES")
            return [.say(SMTPReply(250, nil, lines: words))]
        }
    }

    private mutating func startTLS(_ argument: Substring?) -> [SMTPAction] {
        guard host.behaviour.offersStartTLS else { return mistake(SMTPReply(502, "5.5.1", "STARTTLS is not offered")) }
        guard argument == nil else { return mistake(Self.noArgument) }
        guard tls == nil, client != nil, transaction == nil else { return mistake(Self.wrongOrder) }
        return faulty(.starttls) { session in
            let ready = SMTPAction.say(SMTPReply(220, "2.0.0", "Ready to start TLS"))
            guard let fault = session.host.fault(at: .handshake) else { return [ready, .startTLS] }
            return [ready] + (session.suffer(fault) ?? [.wait(milliseconds: fault.delayMilliseconds), .startTLS])
        }
    }

    /// Nil when mail may be sent on this connection.
    private var hindrance: SMTPReply? {
        if host.behaviour.requiresTLS, tls == nil { return Self.tlsFirst }
        if client == nil { return Self.wrongOrder }
        if host.behaviour.requiresLogin, login == nil {
            return SMTPReply(530, "5.7.0", "Authentication required")
        }
        return nil
    }

    private mutating func mail(_ argument: Substring?) -> [SMTPAction] {
        if let hindrance { return mistake(hindrance) }
        guard transaction == nil else { return mistake(Self.wrongOrder) }
        guard let argument, argument.uppercased().hasPrefix("FROM:"), let path = MailPath(argument.dropFirst(5)) else {
            return mistake(SMTPReply(501, "5.5.2", "Syntax: MAIL FROM:<address> [parameters]"))
        }
        var fresh = Transaction(from: path.address)
        for (name, value) in path.parameters {
            if let refusal = take(name, value, into: &fresh) { return mistake(refusal) }
        }
        guard !path.needsSMTPUTF8 || fresh.smtpUTF8 else { return [.say(Self.needsSMTPUTF8)] }
        return faulty(.mail) { session in
            session.transaction = fresh
            return [.say(SMTPReply(250, "2.1.0", "Sender OK"))]
        }
    }

    private static let needsSMTPUTF8 = SMTPReply(553, "5.6.7", "An address beyond ASCII needs SMTPUTF8")

    /// A parameter of MAIL; nil when it was understood.
    private func take(_ name: String, _ value: String?, into fresh: inout Transaction) -> SMTPReply? {
        let wrong = SMTPReply(501, "5.5.4", "\(name) has no such value")
        guard client?.isExtended == true else { return SMTPReply(555, "5.5.4", "\(name) needs EHLO") }
        switch name {
        case "SIZE":
            guard let value, (1...20).contains(value.count), value.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else {
                return wrong
            }
            // A number too large for an Int is too large for us.
            guard let size = Int(value), size <= host.behaviour.sizeLimit else {
                return SMTPReply(552, "5.3.4", "Larger than \(host.behaviour.sizeLimit) bytes")
            }
        case "BODY":
            guard let value = value?.uppercased(), ["7BIT", "8BITMIME"].contains(value) else { return wrong }
            fresh.body = value
        case "SMTPUTF8" where host.behaviour.offersSMTPUTF8:
            guard value == nil else { return wrong }
            fresh.smtpUTF8 = true
        case "AUTH" where tls != nil && !host.behaviour.mechanisms.isEmpty:
            guard value != nil else { return wrong }
        default: return SMTPReply(555, "5.5.4", "\(name) is not known here")
        }
        return nil
    }

    private mutating func recipient(_ argument: Substring?) -> [SMTPAction] {
        if let hindrance { return mistake(hindrance) }
        guard let transaction else { return mistake(Self.wrongOrder) }
        guard let argument, argument.uppercased().hasPrefix("TO:"), let path = MailPath(argument.dropFirst(3)),
            !path.address.isEmpty
        else { return mistake(SMTPReply(501, "5.5.2", "Syntax: RCPT TO:<address>")) }
        if let parameter = path.parameters.first {
            return mistake(SMTPReply(555, "5.5.4", "\(parameter.name) is not known here"))
        }
        guard !path.needsSMTPUTF8 || transaction.smtpUTF8 else { return [.say(Self.needsSMTPUTF8)] }
        let address = path.address
        return faulty(.rcpt, recipient: address) { session in
            guard transaction.to.count < session.host.behaviour.mostRecipients else {
                return [.say(SMTPReply(452, "4.5.3", "Too many recipients"))]
            }
            guard !session.host.behaviour.refuses(address) else {
                return [.say(SMTPReply(550, "5.1.1", "<\(address)> No such user here"))]
            }
            guard !session.host.greylists(from: transaction.from, to: address) else {
                return [.say(SMTPReply(451, "4.7.1", "<\(address)> Greylisted, try again later"))]
            }
            session.transaction?.to.append(address)
            return [.say(SMTPReply(250, "2.1.5", "Recipient OK"))]
        }
    }

    private mutating func data(_ argument: Substring?) -> [SMTPAction] {
        if let hindrance { return mistake(hindrance) }
        guard argument == nil else { return mistake(Self.noArgument) }
        guard let transaction else { return mistake(Self.wrongOrder) }
        guard !transaction.to.isEmpty else { return mistake(SMTPReply(503, "5.5.1", "No valid recipients")) }
        return faulty(.data) { session in
            session.phase = .message
            session.content = MessageContent(limit: session.host.behaviour.sizeLimit)
            session.content.fault = session.host.fault(at: .body)
            return [.say(SMTPReply(354, nil, "End data with <CR><LF>.<CR><LF>"))]
        }
    }
}
