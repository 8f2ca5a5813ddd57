/// Division by the primes below 752, as the CA/Browser Forum's requirements ask (BR §6.1.6).
enum SmallPrimes {
    struct Remainder: Sendable {
        let prime: UInt64
        let remainder: UInt64
    }

    static let all: [UInt64] = (2..<752).filter { number in
        !(2..<number).contains { $0 * $0 <= number && number % $0 == 0 }
    }

    /// Primes multiplied as long as the product stays below 2³²: one pass over the modulus serves several.
    private static let groups: [(product: UInt64, primes: [UInt64])] = all.reduce(into: []) { groups, prime in
        if let last = groups.last, last.product * prime <= UInt64(UInt32.max) {
            groups[groups.count - 1] = (last.product * prime, last.primes + [prime])
        } else {
            groups.append((prime, [prime]))
        }
    }

    /// - Parameter number: big-endian.
    static func remainders(of number: [UInt8]) -> [Remainder] {
        var words: [UInt64] = []
        var word: UInt64 = 0
        for (index, byte) in number.enumerated() {
            word = word << 8 | UInt64(byte)
            if (number.count - 1 - index).isMultiple(of: 4) {
                words.append(word)
                word = 0
            }
        }
        return groups.flatMap { group in
            // Both factors are below 2³², so nothing is lost.
            let rest = words.reduce(UInt64(0)) { ($0 << 32 | $1) % group.product }
            return group.primes.map { Remainder(prime: $0, remainder: rest % $0) }
        }
    }
}

/// The fingerprint of primes made as k·M + 65537^a mod M (Nemec et al., "The Return of Coppersmith's Attack", 2017):
/// such a modulus is a power of 65537 modulo every small prime. A sound key is one by chance once in 2²⁷.
enum RocaForm {
    static func fits(_ remainders: [SmallPrimes.Remainder]) -> Bool {
        remainders.allSatisfy { powers[$0.prime]?.contains($0.remainder) ?? true }
    }

    /// 3 to 167: the primes of which the smallest M (for 512-bit keys) is made.
    private static let powers: [UInt64: Set<UInt64>] = SmallPrimes.all.filter { (3...167).contains($0) }
        .reduce(into: [:]) { powers, prime in
            var power: UInt64 = 1
            var found: Set<UInt64> = []
            while found.insert(power).inserted { power = power * 65_537 % prime }
            powers[prime] = found
        }
}
