import { meetsNeed } from "@corridor/disclosure/attack/ClassNeeds"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { cubes } from "../catalogue/cubes.ts"
import type { Leaves } from "../catalogue/LeafRow.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { cubeNamesOf, type Disclosure, withoutNoise } from "../history/Disclosure.ts"
import { type DisclosureHistory, disclosureHistory } from "./DisclosureHistory.ts"
import { markLost } from "./jointAudit.ts"
import { type KnownCells, knownCells } from "./knownCells.ts"
import { newRowsOf } from "./newRows.ts"
import { type NoisySource, noisyIntervals } from "./noisyFigures.ts"
import {
  type LeavesByCube,
  type ReleaseSystem,
  releaseSystem,
  type TablesByCube,
  tablesByCube
} from "./ReleaseSystem.ts"
import { type VintageView, vintageView } from "./VintageView.ts"

/** Everything needed to protect or audit a release or an answer. */
export interface ReleaseProblem extends KnownCells {
  readonly own: ReleaseSystem
  /** Keys of requested cells with persons that no disclosure has. */
  readonly newRows: ReadonlySet<string>
  readonly choices: ReadonlyArray<TableChoice>
  readonly earlier: ReadonlyArray<VintageView>
  readonly past: DisclosureHistory
  /** Disclosures whose figures have noise. */
  readonly noisy: ReadonlyArray<NoisySource>
}

interface ReleaseProblemInput {
  readonly choices: ReadonlyArray<TableChoice>
  readonly vintage: number
  readonly disclosures: ReadonlyArray<Disclosure>
  /** Figures with noise to audit, which are not disclosed yet. Their tables are in the system. */
  readonly audited?: Disclosure | undefined
  readonly profile: Profile
  /** Returns the finest counts in a vintage; undefined for figures published before vintages existed. */
  readonly leavesOf: (vintage: number | undefined) => LeavesByCube | undefined
}

type Involved = Pick<ReleaseProblemInput, "choices" | "disclosures" | "audited">

const choicesOf = ({ choices, disclosures, audited }: Involved): ReadonlyArray<TableChoice> => [
  ...choices,
  ...disclosures.flatMap((one) => one.choices),
  ...(audited?.choices ?? [])
]

/**
 * Returns the tables of which something is requested, audited or was ever disclosed, by cube. All other cubes are included by place and time: anyone who knows by
 * how much victims differ from routes at each place knows it for all places together, even if no victims are disclosed.
 */
export const tablesInvolved = (input: Involved): TablesByCube => {
  const all = choicesOf(input)
  const names = cubeNamesOf(all)
  return tablesByCube(
    [...cubes.values()].filter(({ name, noiseOnly }) => names.includes(name) || noiseOnly === undefined),
    all
  )
}

/** Returns the tables without those of other cubes if these have no persons. */
const withPersons = (
  tables: TablesByCube,
  { choices, vintage, disclosures, audited, leavesOf }: ReleaseProblemInput
): TablesByCube => {
  const all = choicesOf({ choices, disclosures, audited })
  const names = cubeNamesOf(all)
  const vintages = new Set([vintage, ...disclosures.map((one) => one.vintage)])
  const isOther = (name: string, leaves: Leaves) =>
    !names.includes(name) && tables.cubes.some((cube) => cube.name === name) && (leaves.get("")?.length ?? 0) > 0
  const areOthers = [...vintages].some((one) => [...(leavesOf(one) ?? [])].some(([name, own]) => isOther(name, own)))
  return names.length > 1 || areOthers
    ? tables
    : tablesByCube(
        tables.cubes.filter(({ name }) => names.includes(name)),
        all
      )
}

/** Returns what is known of each vintage of which something was disclosed, and of the vintage in question. */
const viewsOf = (
  solver: LoadedSolver,
  { vintage: asked, disclosures, profile, leavesOf }: ReleaseProblemInput,
  involved: TablesByCube,
  newRows: ReadonlySet<string>
): ReadonlyMap<number | undefined, VintageView> => {
  const vintages = disclosures.length === 0 ? [] : [asked, ...disclosures.map(({ vintage }) => vintage)]
  const views = new Map<number | undefined, VintageView>()
  for (const vintage of new Set(vintages)) {
    const own = disclosures.filter((one) => one.vintage === vintage)
    const counts = { vintage, leaves: leavesOf(vintage) }
    views.set(vintage, vintageView(solver, involved, counts, own, profile.threshold, newRows))
  }
  markLost(solver, [...views.values()], newRows)
  return views
}

/** Marks as lost what the figures with noise of several vintages have narrowed together: it cannot be widened again. */
const markLostToNoise = (views: Iterable<VintageView>, noisy: ReadonlyArray<NoisySource>): void => {
  for (const { linked, lost, need, isExact } of views)
    for (const [cell, { low, high }] of noisyIntervals(linked, noisy, isExact))
      if (!meetsNeed(low, high, need.width[cell] as number, 0, need.small)) lost[cell] = 1
}

/** Returns what protection and audit of a release start from: its cells with all that add up with them, what was disclosed before, and what each cell needs. */
export const releaseProblem = (solver: LoadedSolver, input: ReleaseProblemInput): ReleaseProblem => {
  const { choices, disclosures, vintage, profile } = input
  const involved = withPersons(tablesInvolved(input), input)
  const own = releaseSystem({
    vintage,
    tables: involved,
    leaves: input.leavesOf(vintage) ?? new Map(),
    choices,
    before: [...disclosures, ...(input.audited === undefined ? [] : [input.audited])]
  })
  const newRows = newRowsOf(own, disclosures)
  const views = viewsOf(solver, input, involved, newRows)
  const noisy: ReadonlyArray<NoisySource> = [...views].map(([vintage, { linked }]) => ({
    joint: linked,
    disclosures: disclosures.filter((one) => one.vintage === vintage && one.noise !== undefined)
  }))
  markLostToNoise(views.values(), noisy)
  const counts = withoutNoise(disclosures)
  const past = disclosureHistory(profile, counts, (one) => views.get(one.vintage))
  const before = {
    views,
    counts,
    past,
    same: counts.filter((one) => one.vintage === vintage),
    view: views.get(vintage)
  }
  return {
    own,
    newRows,
    choices,
    past,
    noisy,
    earlier: [...views].flatMap(([one, view]) => (one === vintage ? [] : [view])),
    ...knownCells(solver, own, before, profile)
  }
}
