import Testing

@Test func `DeliveryTests is not written yet`() {}
