import { attack } from "@corridor/disclosure/attack/attack"
import { insiders } from "@corridor/disclosure/attack/insiders"
import { describeImplied, isUnattacked } from "@corridor/disclosure/implied/ImpliedReport"
import { impliedGuard } from "@corridor/disclosure/implied/impliedGuard"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { Effect } from "effect"
import type { DisclosedValue } from "../history/DisclosedValue.ts"
import { cellsByKey, cubeNamesOf, cubeOfKey, type Disclosure } from "../history/Disclosure.ts"
import { currentView, unknownCells, viewWithout } from "./currentView.ts"
import type { DisclosureHistory } from "./DisclosureHistory.ts"
import { cubeAt } from "./JointSystem.ts"
import { jointAudit } from "./jointAudit.ts"
import { onlyReporters } from "./onlyReporters.ts"
import { cellRules, cellsInNeed, chosenCells } from "./protectSystem.ts"
import { attackWithoutLinks } from "./provedByLinks.ts"
import type { ReleaseProblem } from "./ReleaseProblem.ts"
import type { ReleaseSystem } from "./ReleaseSystem.ts"
import { smallIncrements } from "./smallIncrements.ts"
import { partnersIn } from "./VintageView.ts"

/**
 * What an attack on a release found in one cube. All counts of findings must be 0. `release audit --json` prints the fields under these
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

/** Counts cells by cube. Extra cells, which only link cubes, count for the first. */
const byCube = (own: ReleaseSystem, cells: Iterable<number>): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (const cell of cells) {
    const name = (cubeAt(own, cell) ?? own.cubes[0]?.cube)?.name ?? ""
    found.set(name, (found.get(name) ?? 0) + 1)
  }
  return found
}

/** Audits what a release shows, cube by cube, as one system. It does not know how the release was made. */
export const auditSystem = Effect.fn("auditSystem")(function* (
  input: ReleaseProblem & {
    readonly solver: LoadedSolver
    readonly profile: Profile
    readonly disclosure: Disclosure
  }
) {
  const { solver, own, choices, profile, disclosure, past, earlier, isKnown, isGiven } = input
  const { system } = own
  const shownCells = cellsByKey(disclosure)
  const cubes = cubeNamesOf(choices)
  const cellsOf = (cube: string) => [...shownCells.keys()].filter((key) => cubeOfKey(key) === cube).length
  if (isUnchanged(shownCells, past))
    return cubes.map((cube) => ({ ...nothing(cube, cellsOf(cube)), earlier: earlier.length }))
  const rules = cellRules(input, profile, new Uint8Array(system.cells))
  const unsafeByItself = rules.primary.slice()
  const { partnersOf } = partnersIn(own.facts.contributions, own.cellOf)
  const hidden = unknownCells(own, isKnown)
  // A selected cell without a row is known to be zero, and what links prove is known.
  for (let cell = 0; cell < system.cells; cell++)
    if (
      rules.byLinks.cells[cell] === 1 ||
      (own.absent[cell] === 1 && own.isSelected[cell] === 1 && !shownCells.has(own.keys[cell] as string))
    )
      hidden[cell] = 0
  const small = new Map<string, number>()
  const changes: Array<number> = []
  const chosen = chosenCells(own, choices)
  for (const [key, shown] of shownCells) {
    const cell = own.cellOf.get(key)
    const isSmall = () => {
      const cube = cubeOfKey(key)
      small.set(cube, (small.get(cube) ?? 0) + 1)
    }
    if (cell === undefined) {
      // A current count of a cell that the vintage does not contain is an error.
      if (shown.state === "published" && shown.asOf === disclosure.id) isSmall()
      continue
    }
    const value = system.value[cell] as number
    const before = past.priorValues(key, chosen.get(cell))
    const now = { release: disclosure.id, threshold: disclosure.threshold, shown }
    if (own.isLinked[cell] === 0) for (const _ of smallIncrements([...before, now])) changes.push(cell)
    if (shown.state !== "published") continue
    if (isGiven[cell] === 1 && shown.asOf === disclosure.id) isSmall()
    const isCurrent = shown.asOf === disclosure.id || isKnown[cell] === 1
    if (!isCurrent) continue
    hidden[cell] = 0
    if (shown.asOf !== disclosure.id || isKnown[cell] === 1) continue
    if (disclosure.isExact && shown.victims !== value) isSmall()
    if (unsafeByItself[cell] === 1) isSmall()
    const count = { value, partners: partnersOf(key) ?? new Map<string, number>() }
    if (!past.mayPublish(key, before, count)) changes.push(cell)
  }
  const view = currentView(input, hidden, rules.known, rules.need)
  const before = currentView(input, unknownCells(own, isKnown), rules.known, rules.need)
  const { known, need, contributions } = view
  const judge = cellsInNeed(own, hidden, need)
  const verdict = attack(solver, system, hidden, known, need, { judge })
  const within =
    contributions === undefined ? undefined : insiders(solver, system, hidden, known, need, contributions, { judge })
  const alone = onlyReporters(solver, before, cellsInNeed(own, before.hidden, need)).attack(hidden)
  const guard = impliedGuard(solver, { linked: own, known, need, contributions })
  const failing = guard.attack(hidden)
  const finer = guard.report()
  const unattacked = finer.filter(isUnattacked).length
  const found = {
    changes: byCube(own, changes),
    narrow: byCube(own, [...verdict.narrow, ...attackWithoutLinks(solver, input, hidden, rules.byLinks)]),
    undecided: byCube(own, verdict.undecided),
    insiders: byCube(own, [
      ...new Set([...(within?.leaks ?? []).flatMap((leak) => [...leak.narrow, ...leak.undecided]), ...alone])
    ]),
    finer: byCube(own, failing),
    together: byCube(own, jointAudit(solver, view, viewWithout(input, rules.known, rules.need), earlier))
  }
  const minimumInterval = guard.withLeast(verdict).minimumWidth
  // Findings in cubes of earlier disclosures are this release's too.
  const names = [...new Set([...cubes, ...Object.values(found).flatMap((counts) => [...counts.keys()])])]
  return names.map((cube, c) => {
    const countOf = (counts: ReadonlyMap<string, number>) => counts.get(cube) ?? 0
    return {
      cube,
      cells: cellsOf(cube),
      small: countOf(small),
      changes: countOf(found.changes),
      // What contradicts itself or cannot be attacked is of no single cube.
      narrow: countOf(found.narrow) + (c === 0 ? verdict.contradictions : 0),
      undecided: countOf(found.undecided),
      insiders: countOf(found.insiders),
      finer: countOf(found.finer) + (c === 0 ? unattacked : 0),
      impliedWords: c === 0 ? describeImplied(finer) : [],
      together: countOf(found.together),
      earlier: earlier.length,
      coalitions: within?.coalitions ?? 0,
      minimumInterval
    } satisfies CubeAudit
  })
})
