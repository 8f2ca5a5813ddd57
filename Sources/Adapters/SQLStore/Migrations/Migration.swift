/// One numbered step of the schema. Once released it is never changed: what comes later is a new one.
struct Migration: Sendable {
    /// 1, 2, 3 … without gaps.
    let number: Int
    let name: String
    /// Versions that know this schema or a later one work on a database with this migration, beside the version that
    /// made it. The number itself: none but those that know it. Docs: decisions/0015.
    let oldest: Int
    let steps: [Step]

    /// - Parameter oldest: nil for the number itself.
    init(number: Int, name: String, oldest: Int? = nil, steps: [Step]) {
        self.number = number
        self.name = name
        self.oldest = oldest ?? number
        self.steps = steps
    }

    enum Step: Sendable {
        case run(SQL)
        /// What the engine says in its own words.
        case feature(SQLFeature)
    }

    static let all: [Migration] = [
        .firstSchema, .devices, .nodes, .versions, .notices, .automatedEnrollment, .logPages, .outward, .search,
        .companyWall, .narrowChanges, .bulkOrders,
    ]
}
