/** A rule by which the persons of a round cannot be told apart is not used. */
import { describe, expect, it } from "vitest"
import type { PartnerRows } from "../../src/link/PersonRow.ts"
import { reliableRules } from "../../src/link/reliableRules.ts"
import { randomOf } from "../fixtures/invented/random.ts"

const rules = ["names-date", "family-date"]

/** Two partners with `shared` persons in common and 1,000 of their own; of the loose rule's tokens there are `tokens`. */
const partnersOf = (shared: number, tokens: number, copies = 1) => {
  const random = randomOf(tokens)
  const row = (id: string, loose: number) => ({
    tokens: [
      { rule: "names-date", token: id },
      { rule: "family-date", token: `${loose}` }
    ],
    stratum: {}
  })
  const draw = () => random.whole(tokens)
  // The names of a shared person are spelt in two ways.
  const both = Array.from({ length: shared }, draw)
  return ["a", "b"].map((partner) => ({
    partner,
    type: "ngo",
    rows: [
      ...both.map((token, i) => row(`${partner} shared ${i}`, token)),
      ...Array.from({ length: 1_000 }, (_, i) => row(`${partner} ${i}`, draw()))
    ].flatMap((each) => Array.from({ length: copies }, () => each))
  }))
}

describe("a loose rule", () => {
  it("is used where few of its links are false", () => {
    expect(reliableRules(partnersOf(300, 10_000_000), rules)).toEqual({ rules, leftOut: [] })
  })

  it("is left out where many are, with an estimate of how many", () => {
    const { rules: used, leftOut } = reliableRules(partnersOf(300, 20_000), rules)
    expect(used).toEqual(["names-date"])
    const [{ rule, links, falseLinks } = { rule: "", links: 0, falseLinks: 0 }] = leftOut
    expect(rule).toBe("family-date")
    // A thousand by a thousand persons of 20,000 tokens: some 50 pairs by chance, fewer where others share their token.
    expect(falseLinks).toBeGreaterThan(20)
    expect(falseLinks).toBeLessThan(100)
    expect(links).toBeGreaterThan(250)
  })

  it("is left out where it would make one link in a hundred false, although fewer than one in ten of its own are", () => {
    const many = partnersOf(300, 60_000)
    expect(reliableRules(many, rules).leftOut.map(({ rule }) => rule)).toEqual(["family-date"])
    const exact = Array.from({ length: 8_000 }, (_, i) => ({
      tokens: [{ rule: "names-date", token: `known to both ${i}` }],
      stratum: {}
    }))
    const amongMany = many.map((each) => ({ ...each, rows: [...each.rows, ...exact] }))
    expect(reliableRules(amongMany, rules).leftOut).toEqual([])
  })

  it("is judged by all pairs of partners that it could join, not by those of two", () => {
    // Three partners: those whom two already share can still be joined with the third, falsely.
    const [others] = partnersOf(0, 3_000)
    const own = (partner: string, rows: PartnerRows["rows"] = []) => ({ partner, type: "ngo", rows })
    const shared = Array.from({ length: 400 }, (_, i) => ({
      tokens: [
        { rule: "names-date", token: `both ${i}` },
        { rule: "family-date", token: `${i}` }
      ],
      stratum: {}
    }))
    const three = [own("a", shared), own("b", shared), own("c", others?.rows)]
    const [left] = reliableRules(three, rules).leftOut
    expect(left?.rule).toBe("family-date")
  })

  it("leaves room for persons who agree by names and date by chance, as those with equal names and year show", () => {
    const found = partnersOf(1_500, 1_500_000)
    expect(reliableRules(found, [...rules, "names-year"]).leftOut).toEqual([])
    // 1,500 persons of a partner who have 20 names and years, or each their own.
    const withNames = (names: number) =>
      found.map((each) => ({
        ...each,
        rows: each.rows.map((row, i) => ({
          ...row,
          tokens: [...row.tokens, ...(i < 1_000 ? [] : [{ rule: "names-year", token: `${i % names}` }])]
        }))
      }))
    expect(reliableRules(withNames(20), [...rules, "names-year"]).leftOut.map(({ rule }) => rule)).toContain(
      "family-date"
    )
    expect(reliableRules(withNames(1_500), [...rules, "names-year"]).leftOut).toEqual([])
  })

  it("is not left out because a partner has several files of its persons", () => {
    expect(reliableRules(partnersOf(300, 10_000_000, 3), rules).leftOut).toEqual([])
  })

  it("is not left out for one pair in a small round", () => {
    const [a, b] = partnersOf(0, 1_000_000)
    const few = [a, b].map((each) => ({ partner: "", type: "ngo", ...each, rows: each?.rows.slice(0, 20) ?? [] }))
    const [first, second, ...others] = few[0]?.rows ?? []
    const same = [first, second].map((row) => ({
      stratum: {},
      tokens: [...(row?.tokens.slice(0, 1) ?? []), { rule: "family-date", token: "same" }]
    }))
    const partners = [{ ...few[0], partner: "a", type: "ngo", rows: [...same, ...others] }, few[1] as (typeof few)[0]]
    expect(reliableRules(partners, rules).leftOut).toEqual([])
  })
})

it("an exact rule is always used", () => {
  const crowded = partnersOf(0, 5).map((each) => ({
    ...each,
    rows: each.rows.map((row) => ({
      ...row,
      tokens: row.tokens.map(({ token }) => ({ rule: "document-name", token }))
    }))
  }))
  expect(reliableRules(crowded, ["document-name"]).leftOut).toEqual([])
})

it("a rule of a name that is not known is used", () => {
  const crowded = partnersOf(0, 20_000).map((each) => ({
    ...each,
    rows: each.rows.map((row) => ({ ...row, tokens: row.tokens.map(({ token }) => ({ rule: "own", token })) }))
  }))
  expect(reliableRules(crowded, ["own"]).leftOut).toEqual([])
})
