import Testing

@Test func `AdministrationTests is not written yet`() {}
