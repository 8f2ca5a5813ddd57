import Testing

@Test func `ArchitectureTests is not written yet`() {}
