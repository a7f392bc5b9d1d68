import { programmesUpTo } from "../attack/attack.ts"
import { pseudoRandom } from "../attack/pseudoRandom.ts"
import { type AttackedChoice, quick, type Suppressed } from "./AttackedChoice.ts"
import { hiddenCount } from "./Classes.ts"
import { hideAround } from "./hideAround.ts"
import { LargeSearch } from "./LargeSearch.ts"
import type { SuppressionPattern } from "./SuppressionPattern.ts"

/** Limit of failing classes that are explained before more is hidden. */
const mostReasons = 20

/** Rows of one programme on a large table. A reason has few; runs find ways, which have more, in less time. */
const mostRowsOfReason = 100

/** The same if few classes fail. */
const [fewFailing, mostRowsOfFew] = [10, 1500]

/** Cost of one round on a large table for each entry of its rows, and of explaining one class. */
const ofTurn = 100
const ofReason = 1e7

/** Proves a choice and completes it by runs over many classes, for which a programme each would take too long. */
export const completeByRuns = (choice: AttackedChoice, pattern: SuppressionPattern): Suppressed => {
  const { classes, effort } = choice
  const large = new LargeSearch(classes, choice.witnesses)
  let turn = 0

  /**
   * Looks for changes that move some of the failing classes, by programmes over their neighbourhood. Where there are none, hides what the
   * inequalities that explain it require. Returns how many classes were hidden or proved.
   */
  const hideFor = (failing: ReadonlyArray<number>): number => {
    const before = hiddenCount(classes)
    const settled = new Set<number>()
    const mostRows = failing.length > fewFailing ? mostRowsOfReason : mostRowsOfFew
    let [proved, cuts, tries] = [0, 0, 0]
    turn += 1
    const order = failing.map((of) => [pseudoRandom(of, turn), of] as const).sort(([a], [b]) => a - b)
    for (const [, of] of order) {
      if (settled.has(of)) continue
      if (tries++ === mostReasons) break
      const needed = pattern.needs.rise[of] as number
      const { circulations, cut } = pattern.explain(of, needed, needed, { mostRows })
      effort.spend(ofReason)
      if (cut) {
        cuts += 1
        for (const other of pattern.lastReason()) settled.add(other)
      }
      for (const circulation of circulations) {
        choice.prove(circulation)
        proved += 1
        circulation.classes.forEach((one, k) => {
          large.see(one, (classes.value[one] as number) + (circulation.by[k] as number))
        })
      }
    }
    if (cuts > 0) pattern.hideMore()
    return hiddenCount(classes) - before + proved
  }

  for (;;) {
    effort.spend(ofTurn * classes.index.length)
    let open = large.run(effort, hideFor)
    if (open.length === 0 || effort.isSpent) {
      open = choice.attack(classes.count > programmesUpTo ? quick : {})
      if (open.length === 0 || effort.isSpent) return choice.resultOf(open)
    }
    if (hideFor(open) === 0 && !hideAround(classes, open)) return choice.resultOf(open)
  }
}
