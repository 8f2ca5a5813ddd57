import Administration
import Ports
import PushCertificates

extension SQLTransaction {
    func deviceCount(topic: PushTopic, in scope: CompanyScope) throws -> Int {
        try count(
            "SELECT COUNT(*) AS count FROM enrollments WHERE company_id = $1 AND topic = $2",
            [scope.value, .text(topic.description)])
    }

    func deviceCount(in scope: CompanyScope) throws -> Int {
        try count("SELECT COUNT(*) AS count FROM enrollments WHERE company_id = $1", [scope.value])
    }
}
