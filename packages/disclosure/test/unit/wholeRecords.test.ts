import { Effect, Layer, Redacted } from "effect"
import { assert, describe, it } from "vitest"
import { Budget } from "../../src/private/Budget.ts"
import { BudgetStore } from "../../src/private/BudgetStore.ts"
import { type CodedRecords, codeRecords, type Domain } from "../../src/private/Domain.ts"
import { keyedWords } from "../../src/private/RandomWords.ts"
import { type Rational, rational, toNumber } from "../../src/private/Rational.ts"
import { answerWhole, deltaBook, kindThreshold, kindVariance, measureKinds } from "../../src/private/wholeRecords.ts"
import { gaussianProbabilities } from "./exactDistributions.ts"

const domain: Domain = {
  columns: [
    { name: "sex", values: ["Female", "Male"] },
    { name: "form", values: ["", "Labour", "Sexual"] }
  ]
}

/** So many records of each kind. */
const recordsOf = (kinds: Readonly<Record<string, number>>) =>
  codeRecords(
    domain,
    Object.entries(kinds).flatMap(([kind, n]) => Array.from({ length: n }, () => kind.split(" ")))
  ) as CodedRecords

const words = (seed: number) => keyedWords(Redacted.make(String(seed)), "kinds")
const [rho, delta] = [rational(7, 20), rational(1, 250_000)]

const ask = (records: CodedRecords, granted: { readonly rho: Rational; readonly delta: Rational }) =>
  Effect.gen(function* () {
    const budget = yield* Budget
    yield* budget.grant("v1", "all", granted.rho)
    yield* budget.grant(deltaBook("v1"), "all", granted.delta)
    const question = { name: "kinds", version: 1, domain, length: 2, rho, delta }
    const asking = { vintage: "v1", records, accounts: ["all"], key: Redacted.make("key") }
    const first = yield* answerWhole(question, asking)
    const again = yield* answerWhole(question, asking)
    const left = [yield* budget.balance("v1", "all"), yield* budget.balance(deltaBook("v1"), "all")]
    return { first, again, left: left.map((one) => toNumber(one.left)) }
  }).pipe(Effect.provide(Budget.layer.pipe(Layer.provide(BudgetStore.layerMemory))))

describe("figures by kinds of records", () => {
  it("a kind of a single person is shown with a chance of at most delta, by exact probabilities", () => {
    for (const [r, d] of [
      [rho, delta],
      [rational(1, 50), rational(1, 1000)],
      [rational(3), rational(1, 1_000_000)]
    ] as const) {
      const { n, d: under } = kindVariance(r)
      const least = kindThreshold(r, d)
      const { beyond, inside } = gaussianProbabilities(n, under, least - 2)
      // Beyond on one side: 1 + noise is at least the threshold where noise is at least threshold - 1.
      assert.isAtMost(beyond / 2, toNumber(d) * (1 + 1e-12))
      assert.isAbove(inside[0] as number, 0)
      // And not hidden for nothing: two less would not keep the promise by the same bound.
      assert.isAbove(Math.exp(-((least - 3) ** 2) / (2 * toNumber(kindVariance(r)))), toNumber(d))
    }
  })

  it("noise on a count is that which rho pays for, and a kind of nobody is never there", () => {
    let [sum, squares] = [0, 0]
    const draws = 4000
    for (let seed = 0; seed < draws; seed++) {
      const kinds = measureKinds(words(seed), domain, recordsOf({ "Male Labour": 100, "Female ": 200 }), { rho, delta })
      assert.deepStrictEqual(
        kinds.map(({ code }) => code.join()),
        ["0,0", "1,1"]
      )
      const noise = (kinds[1]?.count ?? 0) - 100
      sum += noise
      squares += noise * noise
    }
    const variance = toNumber(kindVariance(rho))
    assert.closeTo(sum / draws, 0, 5 * Math.sqrt(variance / draws))
    // Four standard errors of a variance of nearly normal draws.
    assert.closeTo(squares / draws, variance, 4 * variance * Math.sqrt(2 / draws))
    assert.strictEqual(variance, 1 / (2 * toNumber(rho)))
  })

  it("marginals are sums of kinds; what is not known and kinds of few are not shown; rho and delta are paid once", async () => {
    const records = recordsOf({
      "Male Labour": 100,
      "Male Sexual": 30,
      "Female Sexual": 300,
      "Female ": 50,
      "Female Labour": 1
    })
    const { first, again, left } = await Effect.runPromise(ask(records, { rho, delta }))
    assert.deepStrictEqual(again, first)
    assert.deepStrictEqual(left, [0, 0])
    const cells = new Map(
      first.marginals.flatMap((one) => one.cells.map((cell) => [`${one.columns} ${cell.values}`, cell] as const))
    )
    assert.deepStrictEqual(
      [...cells.keys()],
      [
        "sex Female",
        "sex Male",
        "form Labour",
        "form Sexual",
        "sex,form Female,Sexual",
        "sex,form Male,Labour",
        "sex,form Male,Sexual"
      ]
    )
    const count = (name: Parameters<typeof cells.get>[0]) => cells.get(name)?.count ?? 0
    assert.strictEqual(count("sex Male"), count("sex,form Male,Labour") + count("sex,form Male,Sexual"))
    assert.closeTo(count("sex Female"), 350, 12)
    for (const { count: own, low, high } of cells.values()) assert.isTrue(low <= own && own <= high)
  })

  it("is refused where either is not granted, and nothing is drawn", async () => {
    const records = recordsOf({ "Male Labour": 100 })
    for (const granted of [
      { rho: rational(1, 10), delta },
      { rho, delta: rational(1, 10_000_000) }
    ]) {
      const refused = await Effect.runPromise(Effect.flip(ask(records, granted)))
      assert.strictEqual(refused._tag, "BudgetSpent")
    }
  })
})
