import CMS
import Dispatch
import Synchronization
import Testing

@Suite struct ThreadTests {
    @Test func `one key serves many threads`() throws {
        let signers = try TestSigners.shared()
        let certificate = try signers.certificate("rsa")
        let outline = try CertificateOutline(der: certificate)
        let key = try CMSPrivateKey(pkcs8: signers.key("rsa"))
        let sound = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 200) { number in
            let content = Array("\(number)".utf8)
            guard
                let signed = try? CMS.sign(content, certificate: certificate, key: key, chain: []),
                (try? SignedMessage(reading: signed).verifiedSigner().der) == certificate,
                let envelope = try? EnvelopedMessage.write(content, for: outline, cipher: .aes256),
                (try? EnvelopedMessage(reading: envelope).decrypted(by: key, certificate: outline)) == content
            else { return }
            sound.withLock { $0 += 1 }
        }
        #expect(sound.withLock { $0 } == 200)
    }
}
