import type { Profile } from "../disclosure/rules/Profile.ts"
import { carryCell } from "./carryCell.ts"
import { flowKey, type ShownFlow } from "./FlowTable.ts"
import { smallIncrements } from "./increments.ts"
import type { Saying } from "./ShownCell.ts"

/** A row of the frozen mart `flows_by_year`. */
export interface FrozenFlow {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly victims: number
  readonly partners: number
  readonly invented: number
}

/** A release that the world has seen. */
export interface SeenRelease {
  readonly release: number
  readonly threshold: number
  readonly flows: ReadonlyMap<string, ShownFlow>
}

/** What every release said of one cell, oldest first. */
export const sayingsOf = (seen: ReadonlyArray<SeenRelease>, key: string): ReadonlyArray<Saying> =>
  seen.map(({ release, threshold, flows }) => ({ release, threshold, shown: flows.get(key)?.shown }))

/**
 * The flows that a release shows. No total is published, so that a cell is in no sum with others and is protected by itself: by the
 * profile's threshold and number of partners, and against all earlier releases by `carryCell`. Rules that need the contributions of
 * single partners are not applied: no mart holds them.
 */
export const protectFlows = (
  frozen: ReadonlyArray<FrozenFlow>,
  seen: ReadonlyArray<SeenRelease>,
  profile: Profile,
  release: number
): ReadonlyArray<ShownFlow> => {
  const now = new Map(frozen.map((flow) => [flowKey(flow), flow]))
  const cells = new Map<string, Pick<ShownFlow, "origin" | "destination" | "year">>(now)
  for (const { flows } of seen) for (const [key, flow] of flows) if (!cells.has(key)) cells.set(key, flow)
  return [...cells].flatMap(([key, { origin, destination, year }]) => {
    const flow = now.get(key)
    const victims = flow?.victims ?? 0
    const isSafe = victims >= profile.threshold && (flow?.partners ?? 0) >= profile.contributors
    const shown = carryCell(sayingsOf(seen, key), { release, victims, isSafe, threshold: profile.threshold })
    return shown === undefined ? [] : [{ origin, destination, year, shown }]
  })
}

/**
 * How many differences between the last release and earlier ones prove a rise or fall of 1 to threshold - 1 persons, for an attacker
 * who believes every word as it seems; and how many counts below the threshold of their release are shown. Both must be 0. Knows
 * nothing of how the cells were decided.
 */
export const auditFlows = (
  releases: ReadonlyArray<SeenRelease>
): { readonly small: number; readonly increments: number; readonly differences: number } => {
  const last = releases.at(-1)
  const keys = new Set(releases.flatMap(({ flows }) => [...flows.keys()]))
  let increments = 0
  for (const key of keys) increments += smallIncrements(sayingsOf(releases, key)).length
  const small = [...(last?.flows.values() ?? [])].filter(
    ({ shown }) => shown.state === "published" && shown.asOf === last?.release && shown.victims < last.threshold
  ).length
  return { small, increments, differences: keys.size * Math.max(0, releases.length - 1) }
}
