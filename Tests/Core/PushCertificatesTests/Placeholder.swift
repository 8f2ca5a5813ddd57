import Testing

@Test func `PushCertificatesTests is not written yet`() {}
