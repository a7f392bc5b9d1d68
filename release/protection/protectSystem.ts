import { impliedGuard, impliedRefusal } from "@corridor/disclosure/implied/impliedGuard"
import { publicKnowledge } from "@corridor/disclosure/protect/publicKnowledge"
import { additivityRefusal } from "@corridor/disclosure/protect/requireAdditive"
import { WouldDisclose } from "@corridor/disclosure/protect/WouldDisclose"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { primaryCells } from "@corridor/disclosure/rules/primaryCells"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { keyedChoice } from "@corridor/disclosure/suppress/keyedChoice"
import { suppressWithDecoys } from "@corridor/disclosure/suppress/suppressWithDecoys"
import { equalCells } from "@corridor/disclosure/system/equalCells"
import type { Hidden, Need } from "@corridor/disclosure/system/LinkedSystem"
import { Effect, type Redacted } from "effect"
import { panelDimension, panelLabels } from "../catalogue/Cube.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedValue } from "../history/DisclosedValue.ts"
import { carryForward } from "./carryForward.ts"
import { currentView, unknownCells, viewWithout } from "./currentView.ts"
import type { ChosenCell, DisclosureHistory } from "./DisclosureHistory.ts"
import { contributionsIn, learnFirstReports } from "./firstReports.ts"
import { groupHiding, needOfGroups, sensitiveValues } from "./groupDisclosure.ts"
import { limitDifferences } from "./JointSystem.ts"
import { jointAudit, type ProvedBefore } from "./jointAudit.ts"
import { type IsExact, learnNoisy, relaxNeeds } from "./noisyFigures.ts"
import { chooseUntilSafe, onlyReporters } from "./onlyReporters.ts"
import { attackWithoutLinks, takeOutProvedByLinks } from "./provedByLinks.ts"
import type { ReleaseProblem } from "./ReleaseProblem.ts"
import type { ReleaseSystem } from "./ReleaseSystem.ts"
import { partnersIn } from "./VintageView.ts"

export interface SystemProtection {
  readonly hidden: Hidden
  /** What is shown of each cell of some choice; undefined for nothing. */
  readonly shown: ReadonlyArray<DisclosedValue | undefined>
}

interface ProtectSystemInput extends ReleaseProblem {
  readonly solver: LoadedSolver
  readonly profile: Profile
  /** Number of this release or answer. */
  readonly id: number
  /** Secret that decides among suppression patterns of about equal loss. */
  readonly patternKey: Redacted.Redacted<string>
}

/** Cost of suppressing a known cell, which protects nothing. */
const knownCellCost = 1e12

/**
 * How many times as much it counts to suppress a person of the constant panel. Where few partners began or ceased to report, a series and its panel
 * cannot both be published; the one that can be compared over time is kept (decision 0304).
 */
const panelLoss = 100

/**
 * Returns the cells outside the choices that contain the same persons as a chosen cell, through sums with a single part that is not zero:
 * the route through one region is all of the route. Suppressing them would suppress what was chosen.
 */
const sameAsWanted = ({ system, isSelected }: ReleaseSystem): Uint8Array => {
  const { cells } = system
  const sets = equalCells(system)
  const wanted = new Set<number>()
  for (let cell = 0; cell < cells; cell++) if (isSelected[cell] === 1) wanted.add(sets.root(cell))
  return Uint8Array.from({ length: cells }, (_, cell) =>
    isSelected[cell] === 0 && wanted.has(sets.root(cell)) ? 1 : 0
  )
}

/** Returns the first chosen table that each chosen cell is in. */
export const chosenCells = (
  { wanted }: ReleaseSystem,
  choices: ReadonlyArray<TableChoice>
): ReadonlyMap<number, ChosenCell> => {
  const found = new Map<number, ChosenCell>()
  wanted.forEach((list, c) => {
    for (const { cell, labels } of list)
      if (!found.has(cell)) found.set(cell, { choice: choices[c] as TableChoice, labels })
  })
  return found
}

/**
 * Returns 1 for the hidden cells with a need, and for the others of groups. The rest, such as cells that only link tables, may be as narrow
 * as they like.
 */
export const cellsInNeed = ({ system }: ReleaseSystem, hidden: Hidden, { width, reach }: Need): Uint8Array =>
  hidden.map((mark, cell) =>
    (mark !== 0 && (width[cell] as number) > 0) || (system.unshown[cell] === 1 && (reach[cell] as number) > 0) ? 1 : 0
  )

const isOfPanel = (chosen: ChosenCell | undefined): boolean =>
  chosen?.labels[chosen.choice.by.indexOf(panelDimension)] === panelLabels.constant

const namesOf = ({ cubes }: ReleaseSystem): string => cubes.map(({ cube }) => cube.name).join(", ")

/** Returns which counts an attacker knows exactly: those that were published, and zeros of combinations that do not occur. */
export const exactIn =
  (own: ReleaseSystem, isKnown: Uint8Array): IsExact =>
  (cell) =>
    isKnown[cell] === 1 || own.absent[cell] === 1

/** Returns whether nobody is in a cell any more that was suppressed, or in a sum with one. */
const isVanished = ({ system, absent, holdsSuppressed }: ReleaseSystem, cell: number): boolean =>
  system.value[cell] === 0 && absent[cell] === 0 && holdsSuppressed[cell] === 1

/** Returns what is known and required of each cell before anything is suppressed. */
export const cellRules = (
  { own, isKnown, isKnownByLinks, wasSuppressed, noisy }: ReleaseProblem,
  profile: Profile,
  forced: Uint8Array
) => {
  const { system } = own
  const groups = groupHiding(own)
  const { primary, need } = primaryCells(system, profile, own.facts, {
    forced: forced.map((mark, cell) => mark | (groups.forced[cell] as number))
  })
  needOfGroups(own, need, isKnown)
  const known = publicKnowledge(system, sensitiveValues(own))
  limitDifferences(own, known)
  const isExact = exactIn(own, isKnown)
  relaxNeeds(own, noisy, need, isExact)
  const isSame = sameAsWanted(own)
  for (let cell = 0; cell < system.cells; cell++) {
    if (system.unshown[cell] === 1) continue
    const value = system.value[cell] as number
    if (own.absent[cell] === 1 && groups.mayHide[cell] === 0) {
      // Readers conclude that nobody is there.
      known.high[cell] = 0
      need.width[cell] = 0
    } else if (isKnown[cell] === 1) {
      primary[cell] = 0
      known.low[cell] = value
      known.high[cell] = value
      need.width[cell] = 0
      need.reach[cell] = 0
    } else if (own.isSelected[cell] === 0) {
      // The cell is not chosen, so it is not published. It needs protection only if it is unsafe or was suppressed before.
      // Of who reported, only small counts are of concern where nobody asks for it.
      const isSafe =
        primary[cell] === 0 ||
        own.isUnasked[cell] === 1 ||
        (own.isOfUnaskedPanel[cell] === 1 && value >= profile.threshold)
      if (wasSuppressed[cell] === 1) primary[cell] = 1
      else if (isSafe) {
        need.width[cell] = 0
        need.reach[cell] = 0
        primary[cell] = isSame[cell] === 1 && !isVanished(own, cell) ? 0 : 1
      }
      known.low[cell] = Math.min(value, wasSuppressed[cell] as number)
    }
  }
  learnFirstReports(own, known)
  const byLinks = takeOutProvedByLinks({ own, isKnown, isKnownByLinks, wasSuppressed }, { known, need, primary })
  learnNoisy(own, noisy, known, isExact)
  const mayHide = groups.mayHide.map((mark, cell) =>
    byLinks.cells[cell] === 1 || (isKnown[cell] === 1 && system.value[cell] === 0) ? 0 : mark
  )
  return { primary, need, known, mayHide, byLinks }
}

/** Returns every cell as in the newest public release; undefined if that has none of them. */
const lastValues = (
  own: ReleaseSystem,
  past: DisclosureHistory
): ReadonlyArray<DisclosedValue | undefined> | undefined => {
  const shown = own.keys.map((key, cell) => (own.isSelected[cell] === 1 ? past.lastPublicValue(key) : undefined))
  return shown.some((one) => one !== undefined) ? shown : undefined
}

/**
 * Decides what is shown of all cells. Unsafe cells are suppressed by the profile. Cells whose change since an earlier disclosure is
 * not safe keep their earlier value. Further cells are suppressed until no attack succeeds: by a reader, by every partner and pair of
 * partners, on this release alone and together with everything disclosed before. Fails with `WouldDisclose` if no way is found.
 */
export const protectSystem = Effect.fn("protectSystem")(function* (input: ProtectSystemInput) {
  const { solver, own, profile, past, isKnown, isGiven, earlier } = input
  const { system } = own
  for (const { tables, linked } of own.cubes) {
    const additivity = additivityRefusal(tables, linked)
    if (additivity !== undefined) return yield* additivity
  }
  const { partnersOf } = partnersIn(own.facts.contributions, own.cellOf)
  const countOf = (cell: number) => ({
    value: system.value[cell] as number,
    partners: partnersOf(own.keys[cell] as string) ?? new Map<string, number>()
  })
  const labelsOf = chosenCells(own, input.choices)
  const earlierValues = (cell: number) => past.priorValues(own.keys[cell] as string, labelsOf.get(cell))
  const forced = new Uint8Array(system.cells)
  for (const cell of labelsOf.keys())
    if (
      own.isLinked[cell] === 1 &&
      isKnown[cell] === 0 &&
      (isVanished(own, cell) || !past.mayPublish(own.keys[cell] as string, earlierValues(cell), countOf(cell)))
    )
      forced[cell] = 1
  const rules = cellRules(input, profile, forced)
  const shown: Array<DisclosedValue | undefined> = new Array(system.cells).fill(undefined)
  const current = (cell: number): DisclosedValue => ({
    state: "published",
    victims: system.value[cell] as number,
    asOf: input.id
  })
  // Cells that are part of no sum are decided one by one.
  for (const cell of labelsOf.keys()) {
    if (own.isLinked[cell] === 1) continue
    const [key, values, count] = [own.keys[cell] as string, earlierValues(cell), countOf(cell)]
    shown[cell] = carryForward(values, {
      release: input.id,
      victims: count.value,
      isSafe: rules.primary[cell] === 0 && isGiven[cell] === 0,
      threshold: profile.threshold,
      isSafeChange: (one) => past.isSafeChange(key, values, count, one)
    })
    const now = shown[cell]
    if (!(now?.state === "published" && now.victims === count.value) && isKnown[cell] === 0) rules.primary[cell] = 1
  }
  const unattacked = impliedRefusal(
    own,
    rules.primary,
    own.cubes.map(({ cube }) => cube.name)
  )
  if (unattacked !== undefined) return yield* unattacked
  const nameOf = (cell: number) => own.keys[cell] ?? ""
  const keyed = keyedChoice(system, nameOf, input.patternKey, profile.threshold)
  const cost = keyed.cost.map((loss, cell) =>
    isKnown[cell] === 1 ? knownCellCost : isOfPanel(labelsOf.get(cell)) ? panelLoss * loss : loss
  )
  const decoys = keyed.decoys.map((mark, cell) =>
    own.isSelected[cell] === 1 && own.isLinked[cell] === 1 && isKnown[cell] === 0 ? mark : 0
  )
  const problem = { system, ...rules, cost }
  yield* Effect.logInfo(
    `${namesOf(own)}: ${system.cells} cells, ${system.relations.count} sums, ${earlier.length} earlier vintages`
  )
  const withKnown = (hidden: Hidden): Hidden => hidden.map((mark, cell) => (isKnown[cell] === 1 ? 0 : mark))
  const contributions = contributionsIn(own)
  const nothing = unknownCells(own, isKnown)
  const before = currentView(input, nothing, rules.known, rules.need)
  const alone = onlyReporters(solver, before, cellsInNeed(own, nothing, rules.need))
  const safe = chooseUntilSafe(alone, problem, (primary) =>
    suppressWithDecoys(solver, { ...problem, primary }, decoys, contributions, (need) => {
      const guard = impliedGuard(solver, { linked: own, known: rules.known, need, contributions })
      const provedBefore: ProvedBefore = new Map()
      return (hidden) => {
        const failing = [
          ...guard.attack(withKnown(hidden)),
          ...attackWithoutLinks(solver, input, withKnown(hidden), rules.byLinks)
        ]
        if (failing.length > 0) return failing
        const now = currentView(input, withKnown(hidden), rules.known, need)
        return jointAudit(solver, now, viewWithout(input, rules.known, need), earlier, provedBefore)
      }
    })
  )
  if (safe.failing.length > 0 || safe.verdict.contradictions > 0) {
    const last = lastValues(own, past)
    if (last !== undefined) {
      yield* Effect.logInfo(`${namesOf(own)}: nothing new can be disclosed, so every figure stays as it was`)
      return { hidden: withKnown(safe.hidden), shown: last } satisfies SystemProtection
    }
    return yield* new WouldDisclose({
      message: "No safe way to publish these tables was found. Nothing was written.",
      narrow: safe.verdict.narrow.length,
      undecided: safe.verdict.undecided.length
    })
  }
  const hidden = withKnown(safe.hidden)
  for (const cell of labelsOf.keys()) {
    if (own.isLinked[cell] === 0) {
      // An attack by partners succeeds on it, so it keeps its earlier value.
      const now = shown[cell]
      const isCurrent = now?.state === "published" && now.victims === system.value[cell]
      if (hidden[cell] !== 0 && isCurrent) {
        const before = earlierValues(cell)
        shown[cell] = before.length === 0 ? { state: "suppressed" } : before.at(-1)?.shown
      }
      continue
    }
    const last = past.lastPublicValue(own.keys[cell] as string)
    const isHidden = hidden[cell] !== 0 || isGiven[cell] === 1
    // A missing row says that nobody is there.
    if (own.absent[cell] === 1 && !isHidden) continue
    if (!isHidden)
      shown[cell] = last?.state === "published" && last.victims === system.value[cell] ? last : current(cell)
    else if (last !== undefined) shown[cell] = last
    else if ((system.value[cell] as number) > 0 || own.absent[cell] === 1 || isVanished(own, cell))
      shown[cell] = { state: "suppressed" }
  }
  return { hidden, shown } satisfies SystemProtection
})
