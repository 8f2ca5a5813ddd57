import Testing

@Test func `LabTests is not written yet`() {}
