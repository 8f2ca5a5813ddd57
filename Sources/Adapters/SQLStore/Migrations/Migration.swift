/// One numbered step of the schema. Once released it is never changed: what comes later is a new one.
struct Migration: Sendable {
    /// 1, 2, 3 … without gaps.
    let number: Int
    let name: String
    let steps: [Step]

    enum Step: Sendable {
        case run(SQL)
        /// What the engine says in its own words.
        case feature(SQLFeature)
    }

    static let all: [Migration] = [.firstSchema, .devices, .nodes, .logPages]
}
