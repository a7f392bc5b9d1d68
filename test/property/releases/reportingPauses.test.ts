/** Pauses of reporting are true of the numbers that are not published, and tell no more than those that are. */
import { seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { assert, describe, it } from "vitest"
import { reportingPauses } from "../../../release/history/reportingPauses.ts"

const publishable = (partners: number) => (partners < 3 ? undefined : partners)

/** Numbers of partners from random months on. */
const historyOf = (random: ReturnType<typeof seededNumbers>) => {
  let month = 24_000
  return Array.from({ length: 1 + Math.floor(random.next() * 9) }, () => {
    month += 1 + Math.floor(random.next() * 20)
    return { month, partners: Math.floor(random.next() * 7) }
  })
}

describe("pauses of reporting", () => {
  const random = seededNumbers(322)
  const histories = Array.from({ length: 2000 }, () => historyOf(random))
  const published = histories.map((own) =>
    own.map(({ month, partners }) => ({ month, partners: publishable(partners) }))
  )

  it("are spans in which fewer partners report than before and after, also where no number is published", () => {
    let found = 0
    let hidden = 0
    for (const [i, own] of histories.entries()) {
      const at = (month: number) => own.findLast((one) => one.month <= month)?.partners
      for (const { from, to, partners, before, after } of reportingPauses(published[i] ?? [])) {
        found += 1
        assert.strictEqual(at(from - 1), before)
        assert.strictEqual(at(to + 1), after)
        const within = Array.from({ length: to - from + 1 }, (_, m) => at(from + m) as number)
        assert.isBelow(Math.max(...within), Math.min(before, after))
        assert.strictEqual(publishable(Math.min(...within)), partners)
        if (partners === undefined) hidden += 1
      }
    }
    assert.isAbove(found - hidden, 200)
    assert.isAbove(hidden, 200)
  })

  it("are all such spans that the published numbers prove", () => {
    for (const own of published) {
      const pauses = reportingPauses(own)
      own.forEach(({ month, partners = 2 }, i) => {
        const most = (some: typeof own) => Math.max(0, ...some.map((one) => one.partners ?? 0))
        const isFewer = Math.min(most(own.slice(0, i)), most(own.slice(i + 1))) > partners
        assert.strictEqual(
          pauses.some(({ from, to }) => from <= month && month <= to),
          isFewer
        )
      })
    }
  })

  it("say the same whatever the numbers are that are not published, and whoever began again", () => {
    // One that ceased and began again, and one that ceased before another began, have the same numbers.
    const numbers = [5, 4, 5].map((partners, i) => ({ month: 24_000 + 14 * i, partners }))
    assert.deepStrictEqual(reportingPauses(numbers), [{ from: 24_014, to: 24_027, partners: 4, before: 5, after: 5 }])
    assert.isEmpty(reportingPauses([undefined, 3, undefined].map((partners, i) => ({ month: 24_000 + i, partners }))))
    assert.isEmpty(reportingPauses([5, 4, 4].map((partners, i) => ({ month: 24_000 + i, partners }))))
    assert.isEmpty(reportingPauses([]))
  })
})
