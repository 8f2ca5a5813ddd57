/// Which devices 機器 → 一覧 shows, in which order, and from where on; the address of the page is its only home.
///
/// Pure: ``init(items:)`` reads an address, ``items`` writes one, and the store answers it. What an address
/// holds beyond this is ignored. Only columns that the table shows can be sorted by, so that an order never
/// tells a value that the page does not.
public struct DeviceListQuery: Sendable, Hashable {
    /// Searched in name, serial number, user and phone number; empty searches nothing. At most
    /// ``maximumTextLength`` characters; compare by ``SearchText``.
    public var text: String
    /// Nil shows all.
    public var state: State?
    public var family: Family?
    public var topic: TopicMatch?
    public var lastContact: LastContact?
    public var supervision: Supervision?
    public var organization: OrganizationID?
    public var user: PersonID?
    public var sort: SortColumn
    public var direction: Direction
    /// Where the page begins; opaque, made by the store, whose it is to say "before" or "after". Nil is the first
    /// page. It belongs to one filter and one order: changing either drops it.
    public var cursor: String?

    public init(
        text: String = "", state: State? = nil, family: Family? = nil, topic: TopicMatch? = nil,
        lastContact: LastContact? = nil, supervision: Supervision? = nil, organization: OrganizationID? = nil,
        user: PersonID? = nil, sort: SortColumn = .name, direction: Direction = .ascending, cursor: String? = nil
    ) {
        self.text = text
        self.state = state
        self.family = family
        self.topic = topic
        self.lastContact = lastContact
        self.supervision = supervision
        self.organization = organization
        self.user = user
        self.sort = sort
        self.direction = direction
        self.cursor = cursor
    }
}

extension DeviceListQuery {
    /// 状態. Groups may overlap: a managed device may at the same time be silent.
    public enum State: String, CaseIterable, Sendable {
        /// 管理中: enrolled, its tokens are known.
        case managed
        /// 登録中: Authenticate came, TokenUpdate has not.
        case enrolling
        /// 指示待ち: at least one command is queued.
        case commandsWaiting = "waiting"
        /// 端末が後回し: the last answer to a queued command was NotNow.
        case notNow = "not-now"
        /// 応答なし: not heard of for as many days as 通知設定 says; none where it says nothing.
        case silent
        /// 届けられません: no push token, another topic, or no valid certificate.
        case undeliverable
        /// 解除済み: CheckOut came.
        case released
        /// ワイプ済み: the device acknowledged EraseDevice.
        case wiped
    }

    /// OS, as people say it.
    public enum Family: String, CaseIterable, Sendable {
        case iPhone = "iphone"
        case iPad = "ipad"
        case mac
    }

    /// トピック一致 with the registered certificate.
    public enum TopicMatch: String, CaseIterable, Sendable {
        case matching = "match"
        case other
        case unknown
    }

    /// 最終通信.
    public enum LastContact: String, CaseIterable, Sendable {
        /// 24 時間以内.
        case day
        /// 7 日以内, the last 24 hours included.
        case week
        /// 7 日以上.
        case older
        /// なし.
        case never
    }

    /// 監視モード.
    public enum Supervision: String, CaseIterable, Sendable {
        case supervised = "yes"
        case notSupervised = "no"
        case unknown
    }

    /// The columns of the table, in its order.
    public enum SortColumn: String, CaseIterable, Sendable {
        case name, serial, os, user, organization, state, topic
        case lastContact = "contact"
    }

    public enum Direction: String, CaseIterable, Sendable {
        case ascending = "asc"
        case descending = "desc"

        public var opposite: Direction { self == .ascending ? .descending : .ascending }
    }
}
