/// The faults that were ordered and are not used up.
struct FaultPlan {
    private(set) var faults: [APNsFault] = []

    mutating func add(_ more: [APNsFault]) { faults += more }
    mutating func clear() { faults = [] }

    /// The fault for this request, used up by one; nil when none fits, as nearly always.
    mutating func next(token: some StringProtocol, topic: String?) -> APNsFault? {
        guard !faults.isEmpty else { return nil }
        for index in faults.indices where fits(faults[index], token, topic) {
            let fault = faults[index]
            if fault.after > 0 {
                faults[index].after -= 1
                continue
            }
            if let count = fault.count {
                if count <= 1 { faults.remove(at: index) } else { faults[index].count = count - 1 }
            }
            return fault
        }
        return nil
    }

    private func fits(_ fault: APNsFault, _ token: some StringProtocol, _ topic: String?) -> Bool {
        if let wanted = fault.token, !(wanted == token) { return false }
        if let wanted = fault.topic, wanted != topic { return false }
        return true
    }
}
