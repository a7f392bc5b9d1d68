import { impliedGuard, impliedRefusal } from "@corridor/disclosure/implied/impliedGuard"
import { additivityRefusal } from "@corridor/disclosure/protect/requireAdditive"
import { WouldDisclose } from "@corridor/disclosure/protect/WouldDisclose"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { keyedChoice } from "@corridor/disclosure/suppress/keyedChoice"
import type { SafeSuppression } from "@corridor/disclosure/suppress/suppressUntilSafe"
import { suppressWithDecoys } from "@corridor/disclosure/suppress/suppressWithDecoys"
import type { Hidden } from "@corridor/disclosure/system/LinkedSystem"
import { Effect, type Redacted } from "effect"
import { panelDimension, panelLabels } from "../catalogue/Cube.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedValue, PriorValue } from "../history/DisclosedValue.ts"
import { attackJointTables } from "./attackJointTables.ts"
import { carryForward } from "./carryForward.ts"
import { type CellRules, cellRules, cellsInNeed, isVanished } from "./cellRules.ts"
import { currentView, unknownCells, viewsWithout } from "./currentView.ts"
import type { ChosenCell, DisclosureHistory } from "./DisclosureHistory.ts"
import { contributionsIn } from "./firstReports.ts"
import { jointAudit, type ProvedBefore } from "./jointAudit.ts"
import { chooseUntilSafe, onlyReporters } from "./onlyReporters.ts"
import { attackWithoutLinks } from "./provedByLinks.ts"
import type { ReleaseProblem } from "./ReleaseProblem.ts"
import type { ReleaseSystem } from "./ReleaseSystem.ts"
import { refusalMessage } from "./refusalMessage.ts"
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

const isOfPanel = (chosen: ChosenCell | undefined): boolean =>
  chosen?.labels[chosen.choice.by.indexOf(panelDimension)] === panelLabels.constant

/** Returns every cell as in the newest public release; undefined if one with persons is not in any: a missing row would say that it has none. */
const lastValues = (
  own: ReleaseSystem,
  past: DisclosureHistory
): ReadonlyArray<DisclosedValue | undefined> | undefined => {
  const shown = own.keys.map((key, cell) => (own.isSelected[cell] === 1 ? past.lastPublicValue(key) : undefined))
  const isMissing = (cell: number) =>
    own.isSelected[cell] === 1 && shown[cell] === undefined && (own.system.value[cell] as number) > 0
  return shown.some((one) => one !== undefined) && !shown.some((_, cell) => isMissing(cell)) ? shown : undefined
}

/** A chosen cell: its key, its count, who reported it, and what was shown of it before. */
interface Chosen {
  readonly cell: number
  readonly key: string
  readonly value: number
  readonly partners: ReadonlyMap<string, number>
  readonly past: ReadonlyArray<PriorValue>
}

const chosenIn = (
  { own, past }: ProtectSystemInput,
  labelsOf: ReadonlyMap<number, ChosenCell>
): ReadonlyArray<Chosen> => {
  const { partnersOf } = partnersIn(own.facts.contributions, own.cellOf)
  return [...labelsOf].map(([cell, labels]) => {
    const key = own.keys[cell] as string
    const value = own.system.value[cell] as number
    return { cell, key, value, partners: partnersOf(key) ?? new Map(), past: past.priorValues(key, labels) }
  })
}

type Shown = Array<DisclosedValue | undefined>

const isShownNow = (shown: DisclosedValue | undefined, value: number): boolean =>
  shown?.state === "published" && shown.victims === value

/** Returns 1 for cells of sums that must be suppressed because of what was shown of them before. */
const forcedByPast = ({ own, past, isKnown }: ProtectSystemInput, chosen: ReadonlyArray<Chosen>): Uint8Array => {
  const forced = new Uint8Array(own.system.cells)
  for (const one of chosen)
    if (
      own.isLinked[one.cell] === 1 &&
      isKnown[one.cell] === 0 &&
      (isVanished(own, one.cell) || !past.mayPublish(one.key, one.past, one))
    )
      forced[one.cell] = 1
  return forced
}

/** Decides one by one on cells that are part of no sum. Where the count is not shown now, the cell needs protection. */
const decideUnlinked = (
  { own, past, id, profile, isKnown, isGiven }: ProtectSystemInput,
  chosen: ReadonlyArray<Chosen>,
  { primary }: CellRules,
  shown: Shown
): void => {
  for (const one of chosen) {
    const { cell, value } = one
    if (own.isLinked[cell] === 1) continue
    shown[cell] = carryForward(one.past, {
      release: id,
      victims: value,
      isSafe: primary[cell] === 0 && isGiven[cell] === 0,
      threshold: profile.threshold,
      isSafeChange: (earlier) => past.isSafeChange(one.key, one.past, one, earlier)
    })
    if (!isShownNow(shown[cell], value) && isKnown[cell] === 0) primary[cell] = 1
  }
}

const withoutKnown = (hidden: Hidden, isKnown: Uint8Array): Hidden =>
  hidden.map((mark, cell) => (isKnown[cell] === 1 ? 0 : mark))

/** Suppresses until no attack on this release, or on it with everything disclosed before, succeeds. */
const suppressSafely = (
  input: ProtectSystemInput,
  rules: CellRules,
  labelsOf: ReadonlyMap<number, ChosenCell>
): SafeSuppression => {
  const { solver, own, isKnown, earlier } = input
  const { system } = own
  const keyed = keyedChoice(system, (cell) => own.keys[cell] ?? "", input.patternKey, input.profile.threshold)
  const cost = keyed.cost.map((loss, cell) =>
    isKnown[cell] === 1 ? knownCellCost : isOfPanel(labelsOf.get(cell)) ? panelLoss * loss : loss
  )
  const decoys = keyed.decoys.map((mark, cell) =>
    own.isSelected[cell] === 1 && own.isLinked[cell] === 1 && isKnown[cell] === 0 ? mark : 0
  )
  const problem = { system, ...rules, cost }
  const contributions = contributionsIn(own)
  const nothing = unknownCells(own, isKnown)
  const before = currentView(input, nothing, rules.known, rules.need)
  const alone = onlyReporters(solver, before, cellsInNeed(own, nothing, rules.need))
  return chooseUntilSafe(alone, problem, (primary) =>
    suppressWithDecoys(solver, { ...problem, primary }, decoys, contributions, (need) => {
      const guard = impliedGuard(solver, { linked: own, known: rules.known, need, contributions })
      const provedBefore: ProvedBefore = new Map()
      // A decoy must stay as unknown as the counts that it imitates.
      const isSafe = rules.isSafe.map((mark, cell) =>
        (need.reach[cell] as number) > (rules.need.reach[cell] as number) ? 0 : mark
      )
      return (all) => {
        const hidden = withoutKnown(all, isKnown)
        const failing = [...guard.attack(hidden), ...attackWithoutLinks(solver, input, hidden, rules.byLinks)]
        if (failing.length > 0) return failing
        const now = currentView(input, hidden, rules.known, need, isSafe)
        const without = viewsWithout(input, rules.known, need)
        const learned = jointAudit(solver, now, without, earlier, provedBefore)
        return learned.length > 0 ? learned : attackJointTables(solver, now, without, earlier)
      }
    })
  )
}

/** Sets what is shown of each chosen cell, once it is decided which are hidden. */
const show = (
  { own, past, id, isGiven }: ProtectSystemInput,
  chosen: ReadonlyArray<Chosen>,
  hidden: Hidden,
  shown: Shown
): void => {
  for (const { cell, key, value, past: before } of chosen) {
    if (own.isLinked[cell] === 0) {
      // An attack by partners succeeds on it, so it keeps its earlier value.
      if (hidden[cell] !== 0 && isShownNow(shown[cell], value))
        shown[cell] = before.length === 0 ? { state: "suppressed" } : before.at(-1)?.shown
      continue
    }
    const last = past.lastPublicValue(key)
    const isHidden = hidden[cell] !== 0 || isGiven[cell] === 1
    // A missing row says that the cell has no persons.
    if (own.absent[cell] === 1 && !isHidden) continue
    if (!isHidden) shown[cell] = isShownNow(last, value) ? last : { state: "published", victims: value, asOf: id }
    else if (last !== undefined) shown[cell] = last
    else if (value > 0 || own.absent[cell] === 1 || isVanished(own, cell)) shown[cell] = { state: "suppressed" }
  }
}

/**
 * Decides what is shown of all cells. Unsafe cells are suppressed by the profile. Cells whose change since an earlier disclosure is
 * not safe keep their earlier value. Further cells are suppressed until no attack succeeds: by a reader, by every partner and pair of
 * partners, on this release alone and together with everything disclosed before. Fails with `WouldDisclose` if no way is found.
 */
export const protectSystem = Effect.fn("protectSystem")(function* (input: ProtectSystemInput) {
  const { own, past, isKnown, earlier } = input
  const { system } = own
  for (const { tables, linked } of own.cubes) {
    const additivity = additivityRefusal(tables, linked)
    if (additivity !== undefined) return yield* additivity
  }
  const labelsOf = chosenCells(own, input.choices)
  const chosen = chosenIn(input, labelsOf)
  const rules = cellRules(input, input.profile, forcedByPast(input, chosen))
  const shown: Shown = new Array(system.cells).fill(undefined)
  decideUnlinked(input, chosen, rules, shown)
  const names = own.cubes.map(({ cube }) => cube.name)
  const unattacked = impliedRefusal(own, rules.primary, names)
  if (unattacked !== undefined) return yield* unattacked
  yield* Effect.logInfo(
    `${names.join(", ")}: ${system.cells} cells, ${system.relations.count} sums, ${earlier.length} earlier vintages`
  )
  const safe = suppressSafely(input, rules, labelsOf)
  const hidden = withoutKnown(safe.hidden, isKnown)
  if (safe.failing.length === 0 && safe.verdict.contradictions === 0) {
    show(input, chosen, hidden, shown)
    return { hidden, shown } satisfies SystemProtection
  }
  const last = lastValues(own, past)
  if (last !== undefined) {
    yield* Effect.logInfo(`${names.join(", ")}: nothing new can be disclosed, so every figure stays as it was`)
    return { hidden, shown: last } satisfies SystemProtection
  }
  return yield* new WouldDisclose({
    message: refusalMessage(own, input.choices, safe.failing, earlier.length > 0 || isKnown.includes(1)),
    narrow: safe.verdict.narrow.length,
    undecided: safe.verdict.undecided.length
  })
})
