/// The question before deleting, drawn over the certificate's page. OK posts to `…/push-certificate/delete`.
struct PushCertificateDeleteModel: Sendable {
    /// The page beneath; it has a certificate.
    var page: PushCertificateModel
    /// Devices that cannot be managed afterwards.
    var deviceCount: Int
}
