import Testing

@testable import DeviceEndpoints

@Suite struct UnprovenBodiesTests {
    @Test func `Small bodies are not counted`() throws {
        let all = UnprovenBodies(limit: 0)
        try UnprovenBodies.Place(all).hold(UnprovenBodies.free)
        #expect(all.heldBytes == 0)
    }

    @Test func `Beyond the limit there is no room until somebody leaves`() throws {
        let all = UnprovenBodies(limit: 1000)
        let (one, other) = (UnprovenBodies.Place(all), UnprovenBodies.Place(all))
        try one.hold(UnprovenBodies.free + 400)
        try one.hold(UnprovenBodies.free + 700)
        #expect(all.heldBytes == 700)
        #expect(throws: UnprovenBodies.NoRoom.self) { try other.hold(UnprovenBodies.free + 301) }
        one.leave()
        try other.hold(UnprovenBodies.free + 301)
        #expect(all.heldBytes == 301)
    }

    @Test func `A body that ended with an error leaves by itself`() throws {
        let all = UnprovenBodies(limit: 1000)
        do {
            let place = UnprovenBodies.Place(all)
            try place.hold(UnprovenBodies.free + 1000)
        }
        #expect(all.heldBytes == 0)
    }
}

@Suite struct SeatsTests {
    @Test func `Who finds no seat is sent away, and another may come when somebody leaves`() throws {
        let seats = Seats(2)
        try seats.take()
        try seats.take()
        #expect(throws: Seats.Taken.self) { try seats.take() }
        seats.leave()
        try seats.take()
    }
}
