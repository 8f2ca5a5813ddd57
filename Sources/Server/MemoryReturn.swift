import CMalloc
import ServiceLifecycle

/// Gives back to the system what has been freed: two seconds after the start, whose work leaves holes, and every minute,
/// so that a wave of devices or a page over the whole fleet is not paid for until the next restart.
///
/// glibc keeps freed pages of its arenas (one for each thread that had to wait) except at their very end. Looking through
/// them takes about a millisecond for each ten MiB, one arena at a time.
struct MemoryReturn: Service {
    var first = Duration.seconds(2)
    var period = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var pause = first
            while (try? await Task.sleep(for: pause)) != nil {
                malloc_trim(0)
                pause = period
            }
        }
    }
}
