import { attack } from "@corridor/disclosure/attack/attack"
import { insiders } from "@corridor/disclosure/attack/insiders"
import { describeImplied, isUnattacked } from "@corridor/disclosure/implied/ImpliedReport"
import { impliedGuard } from "@corridor/disclosure/implied/impliedGuard"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { Hidden } from "@corridor/disclosure/system/LinkedSystem"
import { Effect } from "effect"
import type { DisclosedValue } from "../history/DisclosedValue.ts"
import { cellsByKey, cubeNamesOf, cubeOfKey, type Disclosure } from "../history/Disclosure.ts"
import { attackJointTables } from "./attackJointTables.ts"
import { type CellRules, cellRules, cellsInNeed } from "./cellRules.ts"
import { currentView, unknownCells, viewsWithout } from "./currentView.ts"
import type { DisclosureHistory } from "./DisclosureHistory.ts"
import { cubeAt } from "./JointSystem.ts"
import { jointAudit } from "./jointAudit.ts"
import { onlyReporters } from "./onlyReporters.ts"
import { chosenCells } from "./protectSystem.ts"
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
   * Suppressed cells whose interval is too narrow if the tables are margins of finer ones, and sets of tables that could not be attacked in this way.
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

/** Returns the number of findings of an audit; 0 if nothing may be disclosed. */
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

type AuditInput = ReleaseProblem & {
  readonly solver: LoadedSolver
  readonly profile: Profile
  readonly disclosure: Disclosure
}

/** What the figures of a release show by themselves. */
interface ShownFindings {
  /** Published counts that are unsafe by themselves, by cube. */
  readonly small: ReadonlyMap<string, number>
  readonly changes: ReadonlyArray<number>
  /** What a reader does not know. */
  readonly hidden: Hidden
}

/** Returns what a reader does not know before the release: a selected cell without a row is zero, and what links prove is known. */
const hiddenBefore = (
  { own, isKnown }: Pick<ReleaseProblem, "own" | "isKnown">,
  { byLinks }: CellRules,
  shown: ReadonlyMap<string, DisclosedValue>
): Hidden =>
  unknownCells(own, isKnown).map((mark, cell) =>
    byLinks.cells[cell] === 1 ||
    (own.absent[cell] === 1 && own.isSelected[cell] === 1 && !shown.has(own.keys[cell] as string))
      ? 0
      : mark
  )

/** Judges each figure on its own, and with what was shown of the same cell before. */
const judgeShown = (
  { own, choices, past, isKnown, isGiven, disclosure }: AuditInput,
  rules: CellRules
): ShownFindings => {
  const shownCells = cellsByKey(disclosure)
  const { partnersOf } = partnersIn(own.facts.contributions, own.cellOf)
  const hidden = hiddenBefore({ own, isKnown }, rules, shownCells)
  const small = new Map<string, number>()
  const changes: Array<number> = []
  const chosen = chosenCells(own, choices)
  for (const [key, shown] of shownCells) {
    const cell = own.cellOf.get(key)
    const isSmall = () => {
      const cube = cubeOfKey(key)
      small.set(cube, (small.get(cube) ?? 0) + 1)
    }
    const isOfThis = shown.state === "published" && shown.asOf === disclosure.id
    if (cell === undefined) {
      // A current count of a cell that the vintage does not contain is an error.
      if (isOfThis) isSmall()
      continue
    }
    const before = past.priorValues(key, chosen.get(cell))
    const now = { release: disclosure.id, threshold: disclosure.threshold, shown }
    if (own.isLinked[cell] === 0) for (const _ of smallIncrements([...before, now])) changes.push(cell)
    if (isOfThis && isGiven[cell] === 1) isSmall()
    if (shown.state === "published" && (isOfThis || isKnown[cell] === 1)) hidden[cell] = 0
    if (!isOfThis || isKnown[cell] === 1) continue
    const value = own.system.value[cell] as number
    if (disclosure.isExact && shown.victims !== value) isSmall()
    if (rules.primary[cell] === 1) isSmall()
    const count = { value, partners: partnersOf(key) ?? new Map<string, number>() }
    if (!past.mayPublish(key, before, count)) changes.push(cell)
  }
  return { small, changes, hidden }
}

/** Attacks what is shown: as a reader, as partners, as margins of finer tables, and together with everything before. */
const attackShown = (input: AuditInput, rules: CellRules, hidden: Hidden) => {
  const { solver, own, isKnown, earlier } = input
  const { system } = own
  const view = currentView(input, hidden, rules.known, rules.need, rules.isSafe)
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
  const without = viewsWithout(input, rules.known, rules.need)
  return {
    narrow: [...verdict.narrow, ...attackWithoutLinks(solver, input, hidden, rules.byLinks)],
    undecided: verdict.undecided,
    contradictions: verdict.contradictions,
    insiders: [...new Set([...(within?.leaks ?? []).flatMap((leak) => [...leak.narrow, ...leak.undecided]), ...alone])],
    coalitions: within?.coalitions ?? 0,
    finer: [...new Set([...failing, ...attackJointTables(solver, view, without, earlier)])],
    impliedWords: describeImplied(finer),
    unattacked: finer.filter(isUnattacked).length,
    together: jointAudit(solver, view, without, earlier),
    minimumInterval: guard.withLeast(verdict).minimumWidth
  }
}

/** Audits what a release shows, cube by cube, as one system. It does not know how the release was made. */
export const auditSystem = Effect.fn("auditSystem")(function* (input: AuditInput) {
  const { own, choices, past, earlier } = input
  const shownCells = cellsByKey(input.disclosure)
  const cubes = cubeNamesOf(choices)
  const cellsOf = (cube: string) => [...shownCells.keys()].filter((key) => cubeOfKey(key) === cube).length
  if (isUnchanged(shownCells, past))
    return cubes.map((cube) => ({ ...nothing(cube, cellsOf(cube)), earlier: earlier.length }))
  const rules = cellRules(input, input.profile, new Uint8Array(own.system.cells))
  const { small, changes, hidden } = judgeShown(input, rules)
  const found = attackShown(input, rules, hidden)
  const counts = {
    changes: byCube(own, changes),
    narrow: byCube(own, found.narrow),
    undecided: byCube(own, found.undecided),
    insiders: byCube(own, found.insiders),
    finer: byCube(own, found.finer),
    together: byCube(own, found.together)
  }
  // Findings in cubes of earlier disclosures are this release's too.
  const names = [...new Set([...cubes, ...Object.values(counts).flatMap((byName) => [...byName.keys()])])]
  return names.map((cube, c) => {
    const countOf = (byName: ReadonlyMap<string, number>) => byName.get(cube) ?? 0
    return {
      cube,
      cells: cellsOf(cube),
      small: countOf(small),
      changes: countOf(counts.changes),
      // What contradicts itself or cannot be attacked is of no single cube.
      narrow: countOf(counts.narrow) + (c === 0 ? found.contradictions : 0),
      undecided: countOf(counts.undecided),
      insiders: countOf(counts.insiders),
      finer: countOf(counts.finer) + (c === 0 ? found.unattacked : 0),
      impliedWords: c === 0 ? found.impliedWords : [],
      together: countOf(counts.together),
      earlier: earlier.length,
      coalitions: found.coalitions,
      minimumInterval: found.minimumInterval
    } satisfies CubeAudit
  })
})
