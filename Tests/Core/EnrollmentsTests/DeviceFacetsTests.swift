import Enrollments
import Testing

@Suite struct DeviceFacetsTests {
    @Test func `every combination is read as it was written, and none like another`() {
        var seen: Set<Int> = []
        for state in [EnrollmentState.authenticated, .enrolled, .removed, .erased] {
            for family in DeviceListQuery.Family.allCases + [nil] {
                for topic in DeviceListQuery.TopicMatch.allCases {
                    for contact in DeviceListQuery.LastContact.allCases {
                        for supervision in DeviceListQuery.Supervision.allCases {
                            for queue in [DeviceFacets.Queue.empty, .waiting, .notNow] {
                                for (silent, unreached) in [(false, false), (true, false), (false, true), (true, true)]
                                {
                                    let facets = DeviceFacets(
                                        state: state, family: family, topic: topic, lastContact: contact,
                                        supervision: supervision, queue: queue, isSilent: silent,
                                        cannotBeReached: unreached)
                                    let read = DeviceFacets(rawValue: facets.rawValue)
                                    #expect(read.state == state && read.family == family && read.topic == topic)
                                    #expect(read.lastContact == contact && read.supervision == supervision)
                                    #expect(read.queue == queue && read.isSilent == silent)
                                    #expect(read.cannotBeReached == unreached)
                                    seen.insert(facets.rawValue)
                                }
                            }
                        }
                    }
                }
            }
        }
        #expect(seen.count == 4 * 4 * 3 * 4 * 3 * 3 * 4)
    }

    @Test func `a device that was heard of is no longer silent, and nothing else changes`() {
        for silent in [true, false] {
            let facets = DeviceFacets(
                state: .enrolled, family: .iPad, topic: .other, lastContact: .older, supervision: .unknown,
                queue: .notNow, isSilent: silent, cannotBeReached: true)
            let heard = DeviceFacets(
                state: .enrolled, family: .iPad, topic: .other, lastContact: .older, supervision: .unknown,
                queue: .notNow, isSilent: false, cannotBeReached: true)
            #expect(facets.heard == heard)
        }
    }

    @Test(arguments: [
        (EnrollmentState.enrolled, DeviceFacets.Queue.empty, false, false, DeviceListQuery.State.managed),
        (.enrolled, .waiting, false, false, .commandsWaiting), (.enrolled, .notNow, false, false, .notNow),
        (.enrolled, .notNow, true, false, .silent), (.enrolled, .notNow, true, true, .undeliverable),
        (.authenticated, .waiting, false, false, .enrolling), (.removed, .empty, true, true, .released),
        (.erased, .empty, true, true, .wiped),
    ])
    func `the state that matters most is shown`(
        _ state: EnrollmentState, _ queue: DeviceFacets.Queue, _ isSilent: Bool, _ cannotBeReached: Bool,
        _ shown: DeviceListQuery.State
    ) {
        let facets = DeviceFacets(
            state: state, family: .mac, topic: .matching, lastContact: .day, supervision: .supervised, queue: queue,
            isSilent: isSilent, cannotBeReached: cannotBeReached)
        #expect(facets.mainState == shown && facets.isIn(shown))
        #expect(facets.isIn(.managed) == (state == .enrolled))
        #expect(facets.isIn(DeviceListQuery.LastContact.week))
    }
}
