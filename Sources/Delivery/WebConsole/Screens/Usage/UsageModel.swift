/// 利用状況 in full.
struct UsageModel: Sendable {
    var userCount: Int
    var deviceCount: Int
}
