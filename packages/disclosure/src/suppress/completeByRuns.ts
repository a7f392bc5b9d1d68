import { programmesUpTo } from "../attack/attack.ts"
import { aroundTruth } from "../attack/byPrimalDual.ts"
import { pseudoRandom } from "../attack/pseudoRandom.ts"
import { type AttackedChoice, quick, type Suppressed } from "./AttackedChoice.ts"
import { hiddenCount } from "./Classes.ts"
import { hideAround } from "./hideAround.ts"
import { LargeSearch } from "./LargeSearch.ts"
import type { SuppressionPattern } from "./SuppressionPattern.ts"

/** Limit of failing classes that programmes explain before more is hidden. */
const maxExplained = 20

/** Limit of rows of one programme on a large table. It need not find changes, which take more rows: runs do that in less time. */
const maxRows = 100

/** The same for at most this many failing classes, and for a class that needs more than runs can move it by. */
const [fewFailing, maxRowsForFew] = [10, 1500]

/** Runs stay within a distance of the table. Cells of thousands of persons, most of them of one partner, may need more. */
const farFrom = 0.9 * aroundTruth

/** Effort of one round on a large table for each entry of its rows, and of explaining one class. */
const roundEffort = 100
const explainEffort = 1e7

/** Proves a choice and completes it by runs over many classes, for which a programme each would take too long. */
export const completeByRuns = (choice: AttackedChoice, pattern: SuppressionPattern): Suppressed => {
  const { classes, effort } = choice
  const large = new LargeSearch(classes, choice.witnesses)
  let round = 0

  /** Looks for changes that move a class as far as it needs. Returns how many there are, and whether an inequality says why there is none. */
  const explain = (id: number, rows: number): { readonly proved: number; readonly cut: boolean } => {
    const needed = pattern.needs.rise[id] as number
    const { circulations, cut } = pattern.explain(id, needed, needed, { maxRows: rows })
    effort.spend(explainEffort)
    for (const circulation of circulations) {
      choice.prove(circulation)
      circulation.classes.forEach((one, k) => {
        large.see(one, (classes.value[one] as number) + (circulation.by[k] as number))
      })
    }
    return { proved: circulations.length, cut }
  }

  /** Proves the classes that need more than runs can move them by, those that need the most first. Hides more where that is not possible. */
  const settleFar = (): void => {
    const needOf = (id: number) => pattern.needs.rise[id] as number
    for (let before = -1; hiddenCount(classes) > before && !effort.isSpent; ) {
      before = hiddenCount(classes)
      let cuts = 0
      const far = large.open().filter((id) => needOf(id) > farFrom)
      for (const id of far.sort((a, b) => needOf(b) - needOf(a) || a - b))
        if (large.isOpen(id) && !effort.isSpent && explain(id, maxRowsForFew).cut) cuts += 1
      if (cuts > 0) pattern.hideMore()
    }
  }

  /**
   * Looks for changes that move some of the failing classes, by programmes over their neighbourhood. Where there are none, hides what the
   * inequalities that explain it require. Returns how many classes were hidden or proved.
   */
  const hideFor = (failing: ReadonlyArray<number>): number => {
    const before = hiddenCount(classes)
    const settled = new Set<number>()
    const rows = failing.length > fewFailing ? maxRows : maxRowsForFew
    let [proved, cuts, tries] = [0, 0, 0]
    round += 1
    const order = failing.map((id) => [pseudoRandom(id, round), id] as const).sort(([a], [b]) => a - b)
    for (const [, id] of order) {
      if (settled.has(id)) continue
      if (tries++ === maxExplained) break
      const found = explain(id, rows)
      proved += found.proved
      if (!found.cut) continue
      cuts += 1
      for (const other of pattern.lastReason()) settled.add(other)
    }
    if (cuts > 0) pattern.hideMore()
    return hiddenCount(classes) - before + proved
  }

  for (;;) {
    effort.spend(roundEffort * classes.index.length)
    settleFar()
    let open = large.run(effort, hideFor)
    if (open.length === 0 || effort.isSpent) {
      open = choice.attack(classes.count > programmesUpTo ? quick : {})
      if (open.length === 0 || effort.isSpent) return choice.resultOf(open)
    }
    if (hideFor(open) === 0 && !hideAround(classes, open)) return choice.resultOf(open)
  }
}
