import Testing

@Test func `StoreContract is not written yet`() {}
