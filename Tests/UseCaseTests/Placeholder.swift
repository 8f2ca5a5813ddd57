import Testing

@Test func `UseCaseTests is not written yet`() {}
