/**
 * What any threshold would give on the noise of one private answer: how much is hidden and how much invented, length by length, where
 * a combination is considered only if all its parts were kept. Shows why both cannot be low at once. Usage:
 * node test/bench/disclosure/privateFrontier.ts [least persons of a country]
 */
import { Redacted } from "effect"
import {
  type CodedRecords,
  type Columns,
  codeRecords,
  countMarginal,
  type Domain,
  subsets
} from "../../../release/disclosure/private/Domain.ts"
import { planMarginals } from "../../../release/disclosure/private/MarginalPlan.ts"
import { PrivateMarginals } from "../../../release/disclosure/private/PrivateMarginals.ts"
import { keyedWords } from "../../../release/disclosure/private/RandomWords.ts"
import { rhoFor } from "../../../release/disclosure/private/zCdp.ts"
import { caseRecords, columns } from "../../disclosure/caseRecords.ts"

const rows = caseRecords(14_299, 1, Number(process.argv[2] ?? 1000))
const domain: Domain = {
  columns: columns.map((name, c) => ({ name, values: [...new Set(rows.map((row) => row[c] as string))].sort() }))
}
const records = codeRecords(domain, rows) as CodedRecords
const plan = planMarginals(domain, 3, rhoFor(4, 1 / (rows.length * Math.log(rows.length))))
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
