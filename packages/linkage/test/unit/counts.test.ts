/** Federated counts: equal to plain sums, whatever is repeated, stored or lost; and what each party alone can and cannot do. */
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import sodium from "libsodium-wrappers-sumo"
import {
  addUp,
  type CountHost,
  destroyCount,
  differences,
  openCount,
  removeShare,
  rollOf,
  takeShare
} from "../../src/counts/CountHost.ts"
import { type CountTerms, cellLabels, countTermsProblems } from "../../src/counts/CountTerms.ts"
import { contribute, type HostShare, type OwnCount } from "../../src/counts/contribution.ts"
import { openSums } from "../../src/counts/openSums.ts"
import { groupReady } from "../../src/oprf/Group.ts"
import { signingKeys } from "../../src/round/Agreement.ts"
import { type Refusal, RoundRefused } from "../../src/round/RoundRefused.ts"
import { fromText, toText } from "../../src/round/text.ts"

await groupReady

const hostKeys = [signingKeys(), signingKeys()] as const
const partnerKeys = new Map(["a", "b", "c", "d", "e"].map((id) => [id, signingKeys()]))
const publicKey = (id: string) => partnerKeys.get(id)?.publicKey ?? ""

const termsWith = (changes: Partial<CountTerms> = {}): CountTerms => ({
  count: "flows-2024",
  nonce: toText(sodium.randombytes_buf(32)),
  purpose: "Count persons on routes",
  dimensions: [
    { name: "origin", labels: ["UKR", "MDA", "BLR"] },
    { name: "destination", labels: ["RUS", "POL"] },
    { name: "year", labels: ["2023", "2024"] }
  ],
  hosts: [
    { id: "north", signKey: hostKeys[0].publicKey },
    { id: "south", signKey: hostKeys[1].publicKey }
  ],
  minimumPartners: 3,
  mostPersons: 1_000,
  ...changes
})

const stored = <A>(state: A): A => JSON.parse(JSON.stringify(state))

const refused = (code: Refusal, act: () => unknown) => {
  try {
    act()
  } catch (error) {
    assert.instanceOf(error, RoundRefused)
    assert.strictEqual((error as RoundRefused).code, code)
    return
  }
  assert.fail(`not refused: ${code}`)
}

const open = (terms: CountTerms): [CountHost, CountHost] => [
  openCount(terms, hostKeys[0]),
  openCount(terms, hostKeys[1])
]

const give = (hosts: [CountHost, CountHost], partner: string, shares: readonly [HostShare, HostShare]): void => {
  for (const h of [0, 1] as const)
    hosts[h] = stored(takeShare(hosts[h], partner, publicKey(partner), stored(shares[h])))
}

const share = (terms: CountTerms, partner: string, counts: ReadonlyArray<OwnCount>) =>
  contribute(terms, partner, counts, partnerKeys.get(partner) ?? hostKeys[0])

const sumOf = (terms: CountTerms, hosts: [CountHost, CountHost]) => {
  const rolls = [rollOf(hosts[0], hostKeys[0]), rollOf(hosts[1], hostKeys[1])] as const
  const sums = [addUp(hosts[0], rolls[1], hostKeys[0]).sum, addUp(hosts[1], rolls[0], hostKeys[1]).sum]
  return openSums(terms, sums as [NonNullable<CountHost["sum"]>, NonNullable<CountHost["sum"]>])
}

const allLabels = [...cellLabels(termsWith())]

const tables = fc.uniqueArray(
  fc.record({
    partner: fc.constantFrom(...partnerKeys.keys()),
    counts: fc.uniqueArray(
      fc.record({ labels: fc.constantFrom(...allLabels), persons: fc.integer({ min: 0, max: 1_000 }) }),
      { selector: ({ labels }) => labels.join() }
    )
  }),
  { minLength: 3, selector: ({ partner }) => partner }
)

const threePartners = (terms: CountTerms): [CountHost, CountHost] => {
  const hosts = open(terms)
  for (const [i, partner] of ["a", "b", "c"].entries())
    give(hosts, partner, share(terms, partner, [{ labels: ["UKR", "RUS", "2024"], persons: 10 + i }]))
  return hosts
}

describe("a federated count", () => {
  it("is the sum of all tables, with the number of partners of each cell", () => {
    fc.assert(
      fc.property(tables, fc.boolean(), (own, isRepeated) => {
        const terms = termsWith()
        const hosts = open(terms)
        for (const { partner, counts } of own) {
          const shares = share(terms, partner, counts)
          give(hosts, partner, shares)
          if (isRepeated) give(hosts, partner, shares)
        }
        const expected = new Map<string, { persons: number; partners: number }>()
        for (const { counts } of own)
          for (const { labels, persons } of counts) {
            if (persons === 0) continue
            const cell = expected.get(labels.join()) ?? { persons: 0, partners: 0 }
            expected.set(labels.join(), { persons: cell.persons + persons, partners: cell.partners + 1 })
          }
        const found = sumOf(terms, hosts).map(
          ({ labels, persons, partners }) => [labels.join(), { persons, partners }] as const
        )
        assert.deepStrictEqual(new Map(found), expected)
      }),
      { numRuns: 50 }
    )
  })

  it("lists all cells once", () => {
    assert.strictEqual(new Set(allLabels.map((labels) => labels.join())).size, 12)
  })

  it("counts a large table in little time", () => {
    const years = Array.from({ length: 10 }, (_, i) => String(2015 + i))
    const places = Array.from({ length: 100 }, (_, i) => `P${i}`)
    const terms = termsWith({
      dimensions: [
        { name: "origin", labels: places },
        { name: "destination", labels: places },
        { name: "year", labels: years }
      ]
    })
    const hosts = open(terms)
    const before = process.cpuUsage()
    for (const partner of ["a", "b", "c"])
      give(hosts, partner, share(terms, partner, [{ labels: ["P1", "P2", "2020"], persons: 7 }]))
    assert.deepStrictEqual(sumOf(terms, hosts), [{ labels: ["P1", "P2", "2020"], persons: 21, partners: 3 }])
    const { user } = process.cpuUsage(before)
    assert.isBelow(user / 1e6, 10)
  })

  it("refuses terms with which a table could be read", () => {
    for (const [changes, problem] of [
      [{ minimumPartners: 2 }, "minimumPartners"],
      [{ hosts: [termsWith().hosts[0], termsWith().hosts[0]] }, "hosts"],
      [{ mostPersons: 2 ** 31 }, "mostPersons"],
      [{ dimensions: [] }, "dimensions"],
      [{ dimensions: [{ name: "year", labels: ["2023", "2023"] }] }, "dimensions"],
      [{ nonce: "x" }, "nonce"]
    ] as const)
      assert.deepStrictEqual(countTermsProblems(termsWith(changes as Partial<CountTerms>)), [problem])
  })
})

describe("attacks on a federated count", () => {
  it("a host's shares are the same for any table but for random bytes", () => {
    const terms = termsWith()
    const bytesOf = (persons: number, host: 0 | 1) => {
      const counts = new Array<number>(256).fill(0)
      for (let i = 0; i < 200; i++) {
        const [shares] = [share(terms, "a", [{ labels: ["UKR", "RUS", "2024"], persons }])]
        for (const byte of fromText(shares[host].share) ?? []) counts[byte] = (counts[byte] as number) + 1
      }
      return counts
    }
    for (const host of [0, 1] as const)
      for (const persons of [0, 900]) {
        const counts = bytesOf(persons, host)
        const expected = counts.reduce((sum, n) => sum + n, 0) / 256
        const chiSquare = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
        // 255 degrees of freedom: above 370 once in 500,000 times.
        assert.isBelow(chiSquare, 370)
      }
  })

  it("nothing is added up before enough partners contributed to both hosts", () => {
    const terms = termsWith()
    const hosts = open(terms)
    for (const partner of ["a", "b"]) give(hosts, partner, share(terms, partner, []))
    refused("too-few-partners", () => sumOf(terms, hosts))
    const third = share(terms, "c", [])
    hosts[0] = takeShare(hosts[0], "c", publicKey("c"), third[0])
    refused("contributions-differ", () => sumOf(terms, hosts))
    const rolls = [rollOf(hosts[0], hostKeys[0]), rollOf(hosts[1], hostKeys[1])] as const
    assert.deepStrictEqual(differences(...rolls), ["c"])
    hosts[1] = takeShare(hosts[1], "c", publicKey("c"), third[1])
    assert.deepStrictEqual(sumOf(terms, hosts), [])
  })

  it("a host adds up once, so that no difference of sums is one partner's table", () => {
    const terms = termsWith()
    const hosts = threePartners(terms)
    const other = rollOf(hosts[1], hostKeys[1])
    const summed = addUp(hosts[0], other, hostKeys[0])
    assert.isEmpty(summed.shares)
    assert.deepStrictEqual(addUp(summed, other, hostKeys[0]), summed)
    refused("not-open", () => removeShare(summed, "a"))
    refused("not-open", () => takeShare(summed, "d", publicKey("d"), share(terms, "d", [])[0]))
    assert.notProperty(destroyCount(summed), "sum")
  })

  it("continues if only one host had added up before an interruption", () => {
    const terms = termsWith()
    const hosts = threePartners(terms)
    hosts[0] = addUp(hosts[0], rollOf(hosts[1], hostKeys[1]), hostKeys[0])
    assert.deepStrictEqual(sumOf(terms, hosts), [{ labels: ["UKR", "RUS", "2024"], persons: 33, partners: 3 }])
  })

  it("a roll, a sum or a share from another party is refused", () => {
    const terms = termsWith()
    const hosts = threePartners(terms)
    const own = rollOf(hosts[0], hostKeys[0])
    // The linker or a partner instead of the other host.
    refused("answer-false", () => addUp(hosts[0], own, hostKeys[0]))
    const sums = [
      addUp(hosts[0], rollOf(hosts[1], hostKeys[1]), hostKeys[0]).sum,
      addUp(hosts[1], own, hostKeys[1]).sum
    ] as [NonNullable<CountHost["sum"]>, NonNullable<CountHost["sum"]>]
    refused("answer-false", () => openSums(terms, [sums[1], sums[0]]))
    const [first] = sums
    const bytes = fromText(first.numbers) ?? new Uint8Array(0)
    bytes[0] = (bytes[0] as number) ^ 1
    refused("answer-false", () => openSums(terms, [{ ...first, numbers: toText(bytes) }, sums[1]]))
    const [forged] = contribute(terms, "d", [], partnerKeys.get("a") ?? hostKeys[0])
    refused("agreement-missing", () => takeShare(hosts[0], "d", publicKey("d"), forged))
  })

  it("a share of another count, another partner or the other host is refused", () => {
    const terms = termsWith()
    const hosts = open(terms)
    const shares = share(terms, "a", [])
    refused("agreement-missing", () => takeShare(hosts[0], "a", publicKey("a"), share(termsWith(), "a", [])[0]))
    refused("agreement-missing", () => takeShare(hosts[0], "b", publicKey("b"), shares[0]))
    refused("submission-invalid", () => takeShare(hosts[0], "a", publicKey("a"), shares[1]))
    refused("submission-invalid", () =>
      takeShare(hosts[0], "a", publicKey("a"), { ...shares[0], share: share(terms, "a", [])[0].share })
    )
    const taken = takeShare(hosts[0], "a", publicKey("a"), shares[0])
    refused("already-submitted", () => takeShare(taken, "a", publicKey("a"), share(terms, "a", [])[0]))
    assert.isEmpty(removeShare(taken, "a").shares)
  })

  it("shares that do not belong together make a sum that is refused", () => {
    const terms = termsWith()
    const hosts = threePartners(terms)
    const [one, two] = [share(terms, "d", []), share(terms, "d", [])]
    hosts[0] = takeShare(hosts[0], "d", publicKey("d"), one[0])
    hosts[1] = takeShare(hosts[1], "d", publicKey("d"), two[1])
    refused("contributions-differ", () => sumOf(terms, hosts))
  })

  it("counts that the terms do not have are refused at home", () => {
    const terms = termsWith()
    for (const counts of [
      [{ labels: ["XXX", "RUS", "2024"], persons: 1 }],
      [{ labels: ["UKR", "RUS", "2024"], persons: 1_001 }],
      [{ labels: ["UKR", "RUS", "2024"], persons: -1 }],
      [{ labels: ["UKR", "RUS", "2024"], persons: 0.5 }],
      [
        { labels: ["UKR", "RUS", "2024"], persons: 1 },
        { labels: ["UKR", "RUS", "2024"], persons: 1 }
      ]
    ])
      refused("counts-invalid", () => share(terms, "a", counts))
  })
})
