import { attack } from "@corridor/disclosure/attack/attack"
import { insiders } from "@corridor/disclosure/attack/insiders"
import { describeImplied, isUnattacked } from "@corridor/disclosure/implied/ImpliedReport"
import { impliedGuard } from "@corridor/disclosure/implied/impliedGuard"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { Effect } from "effect"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedValue } from "../history/DisclosedValue.ts"
import { cellsByKey, type Disclosure } from "../history/Disclosure.ts"
import type { CubeSystem } from "./CubeSystem.ts"
import type { DisclosureHistory } from "./DisclosureHistory.ts"
import { groupDisclosureCells } from "./groupDisclosureCells.ts"
import { jointAudit } from "./jointAudit.ts"
import { cellRules, currentView } from "./protectCube.ts"
import { smallIncrements } from "./smallIncrements.ts"
import { partnersIn, type VintageView } from "./VintageView.ts"

/**
 * Result of attacking one cube's part of a release. All counts of findings must be 0. `release audit --json` prints the fields under these
 * names.
 */
export interface CubeAudit {
  readonly cube: string
  readonly cells: number
  /** Published counts that are unsafe by themselves. */
  readonly small: number
  /** Published counts whose change since an earlier disclosure is not safe. */
  readonly changes: number
  /** Suppressed cells whose interval is too narrow for a reader. */
  readonly narrow: number
  readonly undecided: number
  /** Suppressed cells whose interval is too narrow for some partner or pair of partners. */
  readonly insiders: number
  /**
   * Suppressed cells whose interval is too narrow if the tables are margins of finer ones, and sets of tables that could not be attacked
   * so.
   */
  readonly finer: number
  /** What was attacked in this way, for the method page. */
  readonly impliedWords: ReadonlyArray<string>
  /** Cells that disclose a value when combined with earlier releases. */
  readonly together: number
  /** Number of earlier vintages in the attack. */
  readonly earlier: number
  readonly coalitions: number
  readonly minimumInterval: number | null
}

export const findingsOf = (audit: CubeAudit): number =>
  audit.small + audit.changes + audit.narrow + audit.undecided + audit.insiders + audit.finer + audit.together

const nothing = (cube: string, cells: number): CubeAudit => ({
  cube,
  cells,
  small: 0,
  changes: 0,
  narrow: 0,
  undecided: 0,
  insiders: 0,
  finer: 0,
  impliedWords: [],
  together: 0,
  earlier: 0,
  coalitions: 0,
  minimumInterval: null
})

/** Returns whether every cell is as in the newest public release. Then a reader learns nothing new, and no attack is needed. */
const isUnchanged = (shownCells: ReadonlyMap<string, DisclosedValue>, past: DisclosureHistory): boolean =>
  [...shownCells].every(([key, shown]) => JSON.stringify(past.lastPublicValue(key)) === JSON.stringify(shown))

/** Audits what a release shows of a cube. It does not know how the release was made. */
export const auditCube = Effect.fn("auditCube")(function* (input: {
  readonly solver: LoadedSolver
  readonly own: CubeSystem
  readonly choices: ReadonlyArray<TableChoice>
  readonly profile: Profile
  readonly disclosure: Disclosure
  readonly past: DisclosureHistory
  readonly earlier: ReadonlyArray<VintageView>
  readonly isKnown: Uint8Array
}) {
  const { solver, own, profile, disclosure, past, earlier, isKnown } = input
  const { system } = own.linked
  const shownCells = cellsByKey(disclosure, own.cube.name)
  if (isUnchanged(shownCells, past)) return { ...nothing(own.cube.name, shownCells.size), earlier: earlier.length }
  const unsafe = groupDisclosureCells(own.cube, own.linked)
  const rules = cellRules(own, profile, isKnown, unsafe)
  const unsafeByItself = rules.primary.slice()
  const { partnersOf } = partnersIn(own.facts.contributions, own.cellOf)
  const hidden = Uint8Array.from({ length: system.cells }, (_, cell) =>
    system.unshown[cell] === 1 || isKnown[cell] === 1 ? 0 : 1
  )
  let [small, changes] = [0, 0]
  const labelsOf = new Map(
    own.wanted.flatMap((list, c) =>
      list.map(({ cell, labels }) => [cell, { by: input.choices[c]?.by ?? [], labels }] as const)
    )
  )
  for (const [key, shown] of shownCells) {
    const cell = own.cellOf.get(key)
    if (cell === undefined) {
      // A current count of a cell that the vintage does not contain is an error.
      if (shown.state === "published" && shown.asOf === disclosure.id) small += 1
      continue
    }
    const value = system.value[cell] as number
    const before = past.priorValues(key, labelsOf.get(cell))
    const now = { release: disclosure.id, threshold: disclosure.threshold, shown }
    if (own.isLinked[cell] === 0) changes += smallIncrements([...before, now]).length
    if (shown.state !== "published") continue
    const isCurrent = shown.asOf === disclosure.id || isKnown[cell] === 1
    if (!isCurrent) continue
    hidden[cell] = 0
    if (shown.asOf !== disclosure.id || isKnown[cell] === 1) continue
    if (disclosure.isExact && shown.victims !== value) small += 1
    if (unsafeByItself[cell] === 1) small += 1
    const count = { value, partners: partnersOf(key) ?? new Map<string, number>() }
    if (!past.mayPublish(key, before, count)) changes += 1
  }
  const view = currentView(own, hidden, rules.known, rules.need)
  const verdict = attack(solver, system, hidden, view.known, view.need)
  const within =
    view.contributions === undefined
      ? undefined
      : insiders(solver, system, hidden, view.known, view.need, view.contributions)
  const guard = impliedGuard(solver, {
    linked: own.linked,
    known: view.known,
    need: view.need,
    contributions: view.contributions
  })
  const failing = guard.attack(hidden)
  const implied = guard.report()
  return {
    cube: own.cube.name,
    cells: shownCells.size,
    small,
    changes,
    narrow: verdict.narrow.length + verdict.contradictions,
    undecided: verdict.undecided.length,
    insiders: (within?.leaks ?? []).reduce((sum, leak) => sum + leak.narrow.length + leak.undecided.length, 0),
    finer: failing.length + implied.filter(isUnattacked).length,
    impliedWords: describeImplied(implied),
    together: jointAudit(solver, view, earlier).length,
    earlier: earlier.length,
    coalitions: within?.coalitions ?? 0,
    minimumInterval: guard.withLeast(verdict).minimumWidth
  } satisfies CubeAudit
})
