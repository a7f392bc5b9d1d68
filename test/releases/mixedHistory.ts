/**
 * Random histories of releases, queries, requests and figures with noise from the vintages of two years, between which persons become
 * known and withdraw. Everything is made by the functions that real disclosures are made by, from vintages in memory.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { mulberry32 } from "../../ingest/demo/mulberry32.ts"
import { sensitiveDimensions } from "../../release/catalogue/Cube.ts"
import { cubes } from "../../release/catalogue/cubes.ts"
import type { ChoiceInput, TableChoice } from "../../release/catalogue/TableChoice.ts"
import { cubeNameOf, type DisclosedCell, type Disclosure } from "../../release/history/Disclosure.ts"
import { countNarrowed } from "../../release/protection/countNarrowed.ts"
import { releaseProblem } from "../../release/protection/ReleaseProblem.ts"
import type { LeavesByCube } from "../../release/protection/ReleaseSystem.ts"
import { choiceOf, leavesIn, releaseOf } from "./releaseSeries.ts"
import { wholeCases } from "./wholeCases.ts"

export type EventKind = "release" | "query" | "request" | "noise"

export interface HistoryEvent {
  readonly kind: EventKind
  readonly disclosure: Disclosure
}

export interface MixedHistory {
  readonly seed: number
  readonly vintages: ReadonlyArray<LeavesByCube>
  readonly events: ReadonlyArray<HistoryEvent>
  /** Number of disclosures that were refused. */
  readonly refused: number
  /** What the engine's own attack found when each disclosure was made; 0 if all are safe. */
  readonly findings: number
}

const tables: ReadonlyArray<ChoiceInput> = [
  { table: "region_roles_destination" },
  { table: "region_roles_destination", margins: true },
  { table: "flows", by: ["year"] },
  { table: "flows", margins: true },
  { table: "flows", by: ["origin", "year"] },
  { table: "victims", by: ["country", "year"] },
  { table: "victims", by: ["country", "sex", "year"], margins: true },
  { table: "victims", by: ["form", "year"] },
  { table: "assistance", margins: true },
  { table: "assistance", by: ["country", "year"] },
  { table: "proceedings" },
  { table: "coverage" }
]

/** What a researcher or a policy team adds: one label of a dimension. */
const filters: ReadonlyArray<ChoiceInput> = [
  { table: "flows", margins: true, where: { destination: "USA" } },
  { table: "flows", where: { destination: "VNM" } },
  { table: "victims", by: ["country", "year"], where: { country: "USA" } },
  { table: "victims", by: ["country", "sex", "year"], where: { sex: "Female" } },
  { table: "assistance", where: { country: "THA" } }
]

const noisyTables: ReadonlyArray<ChoiceInput> = [
  { table: "victims", by: ["country", "year"], margins: true, from: 2003, to: 2004 },
  { table: "region_roles_destination", from: 2003, to: 2004 }
]

/** Standard deviations of the noise at epsilon 10, 4 and 1. */
const deviations = [1, 2.25, 9]

/** Returns the counts of a choice, by label. */
const countsOf = (leaves: LeavesByCube, choice: TableChoice): ReadonlyMap<string, number> => {
  const cube = cubes.get(cubeNameOf(choice))
  const at = choice.by.map((name) => cube?.dimensions.findIndex((one) => one.name === name) ?? -1)
  const counts = new Map<string, number>()
  for (const { values, persons } of leaves.get(cubeNameOf(choice))?.get("") ?? []) {
    const full = at.map((d) => values[d] as string)
    const margins = choice.margins ? full.length : 0
    for (let mask = 0; mask < 2 ** margins; mask++) {
      const key = JSON.stringify(full.map((label, d) => ((mask >> d) & 1 ? "Total" : label)))
      counts.set(key, (counts.get(key) ?? 0) + persons)
    }
  }
  return counts
}

/** Draws figures with noise, and leaves out those below the threshold. */
const noisyDisclosure = (
  random: () => number,
  leaves: LeavesByCube,
  own: Pick<Disclosure, "id" | "vintage" | "threshold">,
  choice: TableChoice,
  deviation: number
): Disclosure => {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const cells: Array<DisclosedCell> = []
  const columns = new Map<string, ReadonlyArray<string>>()
  for (const [key, count] of countsOf(leaves, choice)) {
    const labels = JSON.parse(key) as ReadonlyArray<string>
    const victims = Math.round(count + deviation * normal())
    const own = choice.by.filter((_, d) => labels[d] !== "Total")
    columns.set(own.join(), own)
    if (victims >= defaultProfile.threshold)
      cells.push({ choice: 0, labels, shown: { state: "published", victims, asOf: 0 } })
  }
  return {
    ...own,
    choices: [choice],
    cells: cells.map((cell) => ({ ...cell, shown: { ...cell.shown, asOf: own.id } as DisclosedCell["shown"] })),
    isExact: false,
    noise: [...columns.values()].map((names) => ({ choice: 0, columns: names, deviation }))
  }
}

/** Returns the history of a seed. */
export const mixedHistory = async (
  solver: LoadedSolver,
  seed: number,
  { vintages: count = 3, perVintage = 3, persons = 700, partners = 6 } = {}
): Promise<MixedHistory> => {
  const random = mulberry32(seed * 15_485_863 + 11)
  const pick = <A>(list: ReadonlyArray<A>): A => list[Math.floor(random() * list.length)] as A
  const missing = pick([0, 0, 0.05, 0.1])
  // Half of the worlds hardly change, so that small changes are among them.
  const [lateShare, leavingShare] = pick([
    [0.01, 0.004],
    [0.15, 0.02],
    [0, 0.01]
  ] as const)
  const lives = Array.from({ length: persons }, () => ({
    from: random() < lateShare ? 1 + Math.floor(random() * (count - 1)) : 0,
    to: random() < leavingShare ? 1 + Math.floor(random() * (count - 1)) : count
  }))
  const vintages = Array.from({ length: count }, (_, v) =>
    wholeCases({
      seed: 1000 + seed,
      persons,
      years: 2,
      partners,
      missing,
      isPresent: (n) => (lives[n]?.from ?? 0) <= v && v < (lives[n]?.to ?? count)
    })
  )
  const events: Array<HistoryEvent> = []
  let [refused, findings, releases, answers] = [0, 0, 0, 0]
  for (let vintage = 1; vintage <= count; vintage++)
    for (let n = 0; n < perVintage; n++) {
      const kind = pick<EventKind>(["release", "release", "query", "query", "request", "noise"])
      const id = kind === "query" ? -(answers + 1) : releases + 1
      const before = events.map(({ disclosure }) => disclosure)
      const isWhole = kind === "release"
      const asked = isWhole ? [pick(tables), pick(tables)] : [pick(random() < 0.5 ? filters : tables)]
      const choices = [...new Map(asked.map((input) => [JSON.stringify(input), choiceOf(input)])).values()]
      if (kind === "noise") {
        const made = noisyDisclosure(
          random,
          vintages[vintage - 1] as LeavesByCube,
          { id, vintage, threshold: defaultProfile.threshold },
          choiceOf(pick(noisyTables)),
          pick(deviations)
        )
        const problem = releaseProblem(solver, {
          choices: [],
          vintage,
          disclosures: before,
          audited: made,
          profile: defaultProfile,
          leavesOf: leavesIn(vintages)
        })
        if (countNarrowed(solver, problem, defaultProfile, made) > 0) {
          refused += 1
          continue
        }
        events.push({ kind, disclosure: made })
        releases += 1
        continue
      }
      const made = await releaseOf(solver, vintages, vintage, choices, before, id)
      // As in `protectAnswer` and `createRelease`: what does not withstand the audit is not disclosed.
      if (made.refused || made.findings > 0) {
        refused += 1
        if (!made.refused) findings += made.findings
        continue
      }
      events.push({ kind, disclosure: made.disclosure })
      if (kind === "query") answers += 1
      else releases += 1
    }
  return { seed, vintages, events, refused, findings }
}

/** What an attacker knows of the cubes; finer counts of one are a cube of their own. */
export const cubeFacts = Object.fromEntries(
  [...cubes.values()].flatMap((cube) =>
    ["", ...cube.details.map(({ name }) => `/${name}`)].map((detail) => [
      `${cube.name}${detail}`,
      {
        dimensions: cube.dimensions.map((one) => one.name),
        notSummed: cube.dimensions.filter(({ adds }) => !adds).map((one) => one.name),
        sensitive: sensitiveDimensions(cube),
        ...cube.spine
      }
    ])
  )
)

/**
 * Returns a history for an attacker in another language. `shown` is what was published. `counts` are the counts of each partner: the
 * attacker takes those of their coalition from it, and the judge takes the sums.
 */
export const historyJson = ({ seed, vintages, events }: MixedHistory) => ({
  seed,
  threshold: defaultProfile.threshold,
  width: 5,
  cubes: cubeFacts,
  shown: events.map(({ kind, disclosure: { id, vintage, choices, cells, noise } }) => ({
    kind,
    id,
    vintage,
    choices: choices.map((choice) => ({ cube: cubeNameOf(choice), by: choice.by })),
    cells,
    noise: noise ?? null
  })),
  counts: vintages.map((leaves) =>
    Object.fromEntries(
      [...leaves].map(([cube, own]) => [
        cube,
        (own.get("") ?? []).map(({ values, partner, persons }) => [values, partner, persons] as const)
      ])
    )
  )
})
