/**
 * Twenty-four monthly releases of records that arrive late, are corrected and are withdrawn. The general attacker, who shares no code with the
 * rule that carries cells, takes all releases and all differences between them as one system: he is told of a count that stayed that it changed
 * by less than the threshold, of a hidden one that it is below the threshold, of one that is not shown that it is none, wherever that is true.
 */
import { assert, beforeAll, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { attack } from "../../../release/disclosure/attack/attack.ts"
import { defaultProfile } from "../../../release/disclosure/rules/Profile.ts"
import { type LoadedSolver, loadSolver } from "../../../release/disclosure/solver/Solver.ts"
import type { LinkedSystem } from "../../../release/disclosure/system/LinkedSystem.ts"
import { flowKey } from "../../../release/releases/FlowTable.ts"
import { auditFlows, type FrozenFlow, protectFlows, type SeenRelease } from "../../../release/releases/protectFlows.ts"
import type { ShownCell } from "../../../release/releases/ShownCell.ts"

const full = process.env["CORRIDOR_TEST_FULL"] === "1"
const seeds = Array.from({ length: full ? 20 : 2 }, (_, i) => i + 1)
const corridors = full ? 60 : 30
const months = 24
const threshold = defaultProfile.threshold
const secret = Number.POSITIVE_INFINITY

interface Case {
  corridor: number
  readonly partner: number
  /** Month in which it is known, and in which it is withdrawn. */
  readonly arrives: number
  readonly leaves: number
  /** Month from which it belongs to the next corridor, after a correction. */
  readonly moves: number
}

/** The counts of each month's vintage: persons by corridor and year, with the number of partners. */
const vintages = (seed: number): ReadonlyArray<ReadonlyArray<FrozenFlow>> => {
  const random = mulberry32(seed)
  const weights = Array.from({ length: corridors }, () => 0.02 + random() ** 4)
  const sum = weights.reduce((a, b) => a + b)
  const pick = () => {
    let left = random() * sum
    return weights.findIndex((weight) => {
      left -= weight
      return left <= 0
    })
  }
  const cases: Array<Case> = []
  for (let happens = 0; happens < months; happens++)
    for (let n = 0; n < corridors * 4; n++) {
      let delay = 0
      while (random() < 2 / 3) delay += 1
      const arrives = happens + delay
      const stays = () => arrives + 1 + Math.floor(random() * 12)
      cases.push({
        corridor: Math.max(0, pick()),
        partner: Math.floor(random() ** 2 * 12),
        arrives,
        leaves: random() < 0.01 ? stays() : secret,
        moves: random() < 0.02 ? stays() : secret
      })
    }
  return Array.from({ length: months }, (_, month) => {
    const cells = new Map<number, { n: number; readonly partners: Set<number> }>()
    for (const one of cases) {
      if (one.arrives > month || one.leaves <= month) continue
      const at = (one.corridor + (one.moves <= month ? 1 : 0)) % corridors
      const cell = cells.get(at) ?? { n: 0, partners: new Set<number>() }
      cells.set(at, cell)
      cell.n += 1
      cell.partners.add(one.partner)
    }
    return [...cells].map(([at, { n, partners }]) => ({
      origin: `O${at}`,
      destination: "D",
      year: 2020,
      victims: n,
      partners: partners.size,
      invented: 1
    }))
  })
}

/** Every release's count of every cell, and every difference to the last release in both directions, as one system. */
const joint = (counts: ReadonlyArray<ReadonlyMap<string, number>>, releases: ReadonlyArray<SeenRelease>) => {
  const keys = [...new Set(releases.flatMap(({ flows }) => [...flows.keys()]))]
  const value: Array<number> = []
  const low: Array<number> = []
  const high: Array<number> = []
  const isOpen: Array<number> = []
  const isDifference: Array<number> = []
  const put = (truth: number, bounds: readonly [number, number], kind: "shown" | "hidden" | "difference") => {
    value.push(truth)
    low.push(Math.min(bounds[0], truth))
    high.push(Math.max(bounds[1], truth))
    isOpen.push(kind === "shown" ? 0 : 1)
    isDifference.push(kind === "difference" ? 1 : 0)
    return value.length - 1
  }
  const believed = (shown: ShownCell | undefined): readonly [number, number] =>
    shown === undefined
      ? [0, 0]
      : shown.state === "suppressed"
        ? [1, threshold - 1]
        : [Math.max(0, shown.victims - threshold + 1), shown.victims + threshold - 1]
  const relations: Array<readonly [total: number, ...ReadonlyArray<number>]> = []
  let small = 0
  for (const key of keys) {
    const cells = releases.map(({ release, flows }, r) => {
      const shown = flows.get(key)?.shown
      const truth = counts[r]?.get(key) ?? 0
      const isExact = shown?.state === "published" && shown.asOf === release
      return { truth, isExact, cell: put(truth, believed(shown), isExact ? "shown" : "hidden") }
    })
    const last = cells.at(-1) as (typeof cells)[number]
    for (const before of cells.slice(0, -1)) {
      const change = last.truth - before.truth
      if (last.isExact && before.isExact) {
        if (change !== 0 && Math.abs(change) < threshold) small += 1
        continue
      }
      const range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const
      relations.push([last.cell, before.cell, put(change, range, "difference")])
      relations.push([before.cell, last.cell, put(-change, range, "difference")])
    }
  }
  const start = [0]
  for (const [, ...parts] of relations) start.push((start.at(-1) as number) + parts.length)
  const system: LinkedSystem = {
    cells: value.length,
    value: Float64Array.from(value),
    unshown: Uint8Array.from(isOpen),
    relations: {
      count: relations.length,
      start: Uint32Array.from(start),
      part: Uint32Array.from(relations.flatMap(([, ...parts]) => parts)),
      total: Uint32Array.from(relations, ([total]) => total)
    }
  }
  return { system, low, high, isDifference, small }
}

/** Differences to the last release that are proved to be 1 to threshold - 1, rises or falls. */
const narrow = (
  solver: LoadedSolver,
  counts: ReadonlyArray<ReadonlyMap<string, number>>,
  releases: ReadonlyArray<SeenRelease>
) => {
  const { system, low, high, isDifference, small } = joint(counts, releases)
  const verdict = attack(
    solver,
    system,
    new Uint8Array(system.cells),
    { low: Float64Array.from(low), high: Float64Array.from(high) },
    {
      width: new Float64Array(system.cells),
      reach: new Float64Array(system.cells).fill(Number.NEGATIVE_INFINITY),
      small: threshold
    },
    { judge: Uint8Array.from(isDifference) }
  )
  assert.strictEqual(verdict.contradictions, 0)
  return {
    narrow: small + verdict.narrow.length,
    undecided: verdict.undecided.length,
    judged: isDifference.filter((d) => d === 1).length
  }
}

const countsOf = (flows: ReadonlyArray<FrozenFlow>) => new Map(flows.map((flow) => [flowKey(flow), flow.victims]))

/** All releases of a year's vintages by a way of making one. */
const released = (
  all: ReadonlyArray<ReadonlyArray<FrozenFlow>>,
  make: (frozen: ReadonlyArray<FrozenFlow>, seen: ReadonlyArray<SeenRelease>, release: number) => SeenRelease["flows"]
): ReadonlyArray<SeenRelease> => {
  const seen: Array<SeenRelease> = []
  for (const [i, frozen] of all.entries()) seen.push({ release: i + 1, threshold, flows: make(frozen, seen, i + 1) })
  return seen
}

const ours = (all: ReadonlyArray<ReadonlyArray<FrozenFlow>>) =>
  released(
    all,
    (frozen, seen, release) =>
      new Map(protectFlows(frozen, seen, defaultProfile, release).map((flow) => [flowKey(flow), flow]))
  )

/** Each release for itself, as if there were no others. */
const forgetful = (all: ReadonlyArray<ReadonlyArray<FrozenFlow>>) =>
  released(
    all,
    (frozen, _, release) =>
      new Map(protectFlows(frozen, [], defaultProfile, release).map((flow) => [flowKey(flow), flow]))
  )

describe("twenty-four monthly releases", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  it.each(seeds)("seed %i: no small change is proved in any month, by the attacker or the auditor", (seed) => {
    const all = vintages(seed)
    const counts = all.map(countsOf)
    const releases = ours(all)
    const plain = forgetful(all)
    let exposed = 0
    let judged = 0
    for (let month = full ? 2 : 12; month <= months; month += full ? 1 : 6) {
      const found = narrow(solver, counts.slice(0, month), releases.slice(0, month))
      assert.deepStrictEqual([found.narrow, found.undecided], [0, 0], `month ${month}`)
      judged += found.judged
      exposed += narrow(solver, counts.slice(0, month), plain.slice(0, month)).narrow
    }
    for (let month = 1; month <= months; month++) {
      const { small, increments } = auditFlows(releases.slice(0, month))
      assert.deepStrictEqual([small, increments], [0, 0])
    }
    assert.isAbove(exposed, 50)
    // Not safe because nothing is shown: most of what a single release would show is shown, and figures move.
    const now = [...(releases.at(-1)?.flows.values() ?? [])].filter(({ shown }) => shown.state === "published")
    const alone = [...(plain.at(-1)?.flows.values() ?? [])].filter(({ shown }) => shown.state === "published")
    const fresh = now.filter(({ shown }) => shown.state === "published" && shown.asOf > months - 12)
    assert.isAtLeast(now.length, 0.8 * alone.length)
    assert.isAtLeast(fresh.length, 0.5 * now.length)
    console.info(
      `seed ${seed}: ${judged} differences judged, 0 narrow (${exposed} when each release is made for itself); ${now.length} of ${alone.length} cells published, ${fresh.length} renewed within a year`
    )
  })
})
