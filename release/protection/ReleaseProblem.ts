import { meetsNeed } from "@corridor/disclosure/attack/ClassNeeds"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { primaryCells } from "@corridor/disclosure/rules/primaryCells"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { cubes } from "../catalogue/cubes.ts"
import type { Leaves } from "../catalogue/LeafRow.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { cellsByKey, cubeNamesOf, type Disclosure, withoutNoise } from "../history/Disclosure.ts"
import { type DisclosureHistory, disclosureHistory } from "./DisclosureHistory.ts"
import { lostGroups } from "./groupDisclosure.ts"
import { addImplied } from "./impliedCells.ts"
import { markLost } from "./jointAudit.ts"
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
export interface ReleaseProblem {
  readonly own: ReleaseSystem
  readonly choices: ReadonlyArray<TableChoice>
  readonly earlier: ReadonlyArray<VintageView>
  readonly past: DisclosureHistory
  /** Disclosures whose figures have noise. */
  readonly noisy: ReadonlyArray<NoisySource>
  /** 1 for known cells: disclosed from this vintage, disclosed before and unchanged, or implied by a sum of such cells. */
  readonly isKnown: Uint8Array
  /** 1 for those of them that follow only if differences between cubes are known as well. */
  readonly isKnownByLinks: Uint8Array
  /** 1 for known cells that are unsafe, because earlier disclosures gave them away. They are never published. */
  readonly isGiven: Uint8Array
  /** 1 for unknown cells that a disclosure of this vintage suppressed. They stay protected until one is published. */
  readonly wasSuppressed: Uint8Array
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
 * Returns the tables of which something is requested, audited or was ever disclosed, by cube. All other cubes are there by place and time: who knows by how
 * much victims differ from routes at each place knows it of all places together, also where no victims are disclosed.
 */
export const tablesInvolved = (input: Involved): TablesByCube => {
  const all = choicesOf(input)
  const names = cubeNamesOf(all)
  return tablesByCube(
    [...cubes.values()].filter(({ name, noiseOnly }) => names.includes(name) || noiseOnly === undefined),
    all
  )
}

/** Returns the tables without those of other cubes if these have nobody. */
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

export const releaseProblem = (solver: LoadedSolver, input: ReleaseProblemInput): ReleaseProblem => {
  const { choices, disclosures } = input
  const audited = input.audited === undefined ? [] : [input.audited]
  const involved = withPersons(tablesInvolved(input), input)
  const views = new Map<number | undefined, VintageView>()
  const vintages = disclosures.length === 0 ? [] : [input.vintage, ...disclosures.map((one) => one.vintage)]
  for (const vintage of new Set(vintages)) {
    const of = disclosures.filter((one) => one.vintage === vintage)
    const leaves = input.leavesOf(vintage)
    views.set(vintage, vintageView(solver, involved, { vintage, leaves }, of, input.profile.threshold))
  }
  markLost(solver, [...views.values()])
  const noisyOf = (vintage: number | undefined) =>
    disclosures.filter((one) => one.vintage === vintage && one.noise !== undefined)
  const noisy: ReadonlyArray<NoisySource> = [...views].map(([vintage, { linked }]) => ({
    joint: linked,
    disclosures: noisyOf(vintage)
  }))
  // What figures of several vintages have narrowed together cannot be widened again.
  for (const { linked, lost, need, isExact } of views.values())
    for (const [cell, { low, high }] of noisyIntervals(linked, noisy, isExact))
      if (!meetsNeed(low, high, need.width[cell] as number, 0, need.small)) lost[cell] = 1
  const same = disclosures.filter(({ vintage }) => vintage === input.vintage)
  const own = releaseSystem({
    vintage: input.vintage,
    tables: involved,
    leaves: input.leavesOf(input.vintage) ?? new Map(),
    choices,
    before: [...disclosures, ...audited]
  })
  const isKnown = new Uint8Array(own.system.cells)
  const view = views.get(input.vintage)
  for (const disclosure of withoutNoise(same))
    for (const key of cellsByKey(disclosure).keys()) {
      const [cell, before] = [own.cellOf.get(key), view?.cellOf.get(key)]
      if (cell !== undefined && before !== undefined && view?.hidden[before] === 0) isKnown[cell] = 1
    }
  const counts = withoutNoise(disclosures)
  const past = disclosureHistory(input.profile, counts, ({ vintage }) => views.get(vintage))
  // A reader who assumes that nothing changed is right about these cells, so suppressing one would protect nothing.
  own.keys.forEach((key, cell) => {
    const value = own.system.value[cell]
    const last = past.priorValues(key, undefined).at(-1)?.shown
    if (last?.state !== "published" || last.victims !== value) return
    const since = counts.slice(counts.findIndex(({ id }) => id === last.asOf) + 1)
    const isUnchanged = since.every(({ vintage }) => (views.get(vintage)?.valueOf(key) ?? value) === value)
    if (isUnchanged) isKnown[cell] = 1
  })
  const withoutLinks = isKnown.slice()
  if (isKnown.includes(1)) {
    const { primary } = primaryCells(own.system, input.profile, own.facts)
    addImplied(own.system, withoutLinks, primary)
    own.differences.forEach(({ low, high }, d) => {
      if (low === high) isKnown[(own.offsets.at(-1) as number) + d] = 1
    })
    addImplied(own.system, isKnown, primary)
  }
  const isKnownByLinks = isKnown.map((mark, cell) => (mark === 1 && withoutLinks[cell] === 0 ? 1 : 0))
  for (const cell of lostGroups(solver, own, isKnown)) isKnown[cell] = 1
  const isGiven = new Uint8Array(own.system.cells)
  for (const [key, cell] of view?.cellOf ?? []) {
    const now = own.cellOf.get(key)
    if (now === undefined || view?.given[cell] !== 1 || isKnown[now] === 1) continue
    isKnown[now] = 1
    isGiven[now] = 1
  }
  const wasSuppressed = new Uint8Array(own.system.cells)
  for (const disclosure of withoutNoise(same))
    for (const [key, { state }] of cellsByKey(disclosure)) {
      const [cell, before] = [own.cellOf.get(key), view?.cellOf.get(key)]
      // What follows from earlier disclosures already cannot be protected any more.
      if (cell !== undefined && before !== undefined && state === "suppressed" && view?.lost[before] === 0)
        wasSuppressed[cell] = isKnown[cell] === 1 ? 0 : 1
    }
  return {
    own,
    choices,
    past,
    noisy,
    earlier: [...views].flatMap(([vintage, one]) => (vintage === input.vintage ? [] : [one])),
    isKnown,
    isKnownByLinks,
    isGiven,
    wasSuppressed
  }
}
