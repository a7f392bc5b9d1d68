/**
 * What any threshold would give on the noise of one private answer: how much is hidden and how much invented, length by length, where
 * a combination is considered only if all its parts were kept. Shows why both cannot be low at once. Usage:
 * node test/bench/disclosure/privateFrontier.ts [least persons of a country]
 *
 * Then what no mechanism can: with rho-zCDP a combination of k persons is shown with a chance p of at most (q exp(alpha k² rho))^(1 - 1/alpha)
 * for every alpha > 1, where q is its chance to be shown were it empty (group privacy, and Renyi divergence of the event itself). Empty
 * combinations that look alike (all their parts are there) share the chance that anything is invented, so q is that chance by their number.
 */

import {
  type CodedRecords,
  type Columns,
  codeRecords,
  countMarginal,
  type Domain,
  subsets
} from "@corridor/disclosure/private/Domain"
import { planMarginals } from "@corridor/disclosure/private/MarginalPlan"
import { PrivateMarginals } from "@corridor/disclosure/private/PrivateMarginals"
import { keyedWords } from "@corridor/disclosure/private/RandomWords"
import { toNumber } from "@corridor/disclosure/private/Rational"
import { rhoFor } from "@corridor/disclosure/private/zCdp"
import { Redacted } from "effect"
import { caseRecords, columns } from "./caseRecords.ts"

const rows = caseRecords(14_299, 1, Number(process.argv[2] ?? 1000))
const domain: Domain = {
  columns: columns.map((name, c) => ({ name, values: [...new Set(rows.map((row) => row[c] as string))].sort() }))
}
const records = codeRecords(domain, rows) as CodedRecords
const rho = rhoFor(4, 1 / (rows.length * Math.log(rows.length)))
const plan = planMarginals(domain, 3, rho)
const measured = PrivateMarginals.measure(keyedWords(Redacted.make("1"), "frontier"), domain, plan, records)
const sets = subsets(
  domain.columns.map((_, c) => c),
  3
).filter((set) => set.length > 0)
const marginals = sets.map((set) => ({ ...measured.marginal(set), truth: countMarginal(domain, records, set) }))
const sizes = domain.columns.map(({ values }) => values.length)

const codesOf = (set: Columns, cell: number): ReadonlyArray<number> => {
  const codes: Array<number> = []
  let rest = cell
  for (const c of set.toReversed()) {
    codes.unshift(rest % (sizes[c] as number))
    rest = Math.floor(rest / (sizes[c] as number))
  }
  return codes
}
const nameOf = (set: Columns, codes: ReadonlyArray<number>) => set.map((c, d) => `${c}:${codes[d]}`).join(" ")

for (const deviations of [6.5, 5, 4, 3, 2, 1, 0.5]) {
  const kept = new Set<string>()
  const found = [1, 2, 3].map(() => ({ there: 0, both: 0, shown: 0, error: 0 }))
  for (const { columns: set, estimate, deviation, truth } of marginals) {
    const own = found[set.length - 1] as (typeof found)[number]
    for (let cell = 0; cell < estimate.length; cell++) {
      const codes = codesOf(set, cell)
      if (codes.some((code, d) => domain.columns[set[d] as number]?.values[code] === "")) continue
      const isThere = (truth[cell] as number) > 0
      if (isThere) own.there += 1
      if ((estimate[cell] as number) < Math.max(0.5, deviations * deviation)) continue
      const parts = set.map((_, d) =>
        nameOf(
          set.filter((__, e) => e !== d),
          codes.filter((__, e) => e !== d)
        )
      )
      if (set.length > 1 && parts.some((part) => !kept.has(part))) continue
      kept.add(nameOf(set, codes))
      own.shown += 1
      if (!isThere) continue
      own.both += 1
      own.error += Math.abs(Math.round(estimate[cell] as number) - (truth[cell] as number))
    }
  }
  console.log(
    `${deviations} deviations: ${found
      .map(
        ({ there, both, shown, error }) =>
          `hidden ${(100 * (1 - both / there)).toFixed(0)} % invented ${(100 * (1 - both / shown)).toFixed(1)} % error ${(error / both).toFixed(1)}`
      )
      .join(" | ")}`
  )
}

const inventing = 0.01
/** Most chance of a combination of `persons` to be shown where an empty one is with chance `q`. */
const mostShown = (persons: number, q: number): number => {
  let most = 1
  for (let alpha = 1.01; alpha < 400; alpha *= 1.01)
    most = Math.min(most, Math.exp((Math.log(q) + alpha * persons ** 2 * toNumber(rho)) * (1 - 1 / alpha)))
  return most
}
const there = new Set<string>()
for (const length of [1, 2, 3]) {
  let alike = 0
  const persons = new Map<number, number>()
  for (const { columns: set, truth } of marginals) {
    if (set.length !== length) continue
    for (let cell = 0; cell < truth.length; cell++) {
      const codes = codesOf(set, cell)
      if (codes.some((code, d) => domain.columns[set[d] as number]?.values[code] === "")) continue
      const count = truth[cell] as number
      if (count > 0) {
        there.add(nameOf(set, codes))
        persons.set(count, (persons.get(count) ?? 0) + 1)
        continue
      }
      const isWithin = set.every((_, d) =>
        there.has(
          nameOf(
            set.filter((__, e) => e !== d),
            codes.filter((__, e) => e !== d)
          )
        )
      )
      if (length > 1 && isWithin) alike += 1
    }
  }
  const all = [...persons.values()].reduce((sum, n) => sum + n, 0)
  const hidden = [...persons].reduce((sum, [k, n]) => sum + n * (1 - mostShown(k, inventing / Math.max(1, alike))), 0)
  console.log(
    `length ${length}: ${all} combinations, ${alike} empty ones alike; any mechanism hides ${((100 * hidden) / all).toFixed(1)} % at least`
  )
}
