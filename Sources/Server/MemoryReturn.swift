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
                Self.giveBack()
                pause = period
            }
        }
    }

    static func giveBack() { malloc_trim(0) }

    /// Bounds what stays at the end of each arena, which `malloc_trim` leaves there. By itself glibc raises that bound to
    /// twice the largest block that was ever freed, and each of 16 arenas (on two cores) then keeps the most that a
    /// thread of it ever needed. To be called before there are threads.
    static func bound() {
        mallopt(M_TRIM_THRESHOLD, 512 << 10)
        // Larger blocks are mappings of their own. Setting one of the two stops glibc from moving both.
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
    }
}
