/**
 * Runs the pipeline through one random schedule of faults, and compares what is stored with what was sent. The same seed gives the same run.
 */
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"
import { seededRandom } from "../fault/SeededRandom.ts"
import { makeFaults, type Safeguard } from "./Faults.ts"
import { SimulatedLog } from "./SimulatedLog.ts"
import { SimulatedProcess } from "./SimulatedProcess.ts"
import { SimulatedStore, type StoreOperation } from "./SimulatedStore.ts"
import { makeTraffic } from "./Traffic.ts"
import { VirtualTime } from "./VirtualTime.ts"
import type { World } from "./World.ts"

/** Milliseconds: faults happen and messages are sent until the first; at the second everything must be stored. */
const [healsAt, endsAt] = [40_000, 900_000] as const

const second = 1_000

export interface Happened {
  readonly crashes: number
  readonly freezes: number
  readonly stops: number
  readonly rebalances: number
  readonly lateInserts: number
}

export interface Outcome {
  readonly seed: number
  readonly sent: number
  /** Rows and refusals that are missing in the end. */
  readonly lost: ReadonlyArray<string>
  /** Rows and refusals that are stored more than once, or that nobody sent. */
  readonly doubled: ReadonlyArray<string>
  /** Why the run did not come to its end; undefined if it did. */
  readonly failure: unknown
  readonly happened: Happened
}

const shuffleWith =
  (next: () => number) =>
  <A>(items: ReadonlyArray<A>): ReadonlyArray<A> =>
    items
      .map((item) => ({ item, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item)

/** The names of all stored rows and refusals, as `Traffic.ts` names what it expects. */
const storedIn = (store: SimulatedStore): ReadonlyArray<string> => [
  ...recordSchemas.flatMap(({ table }) =>
    store
      .rows(`corridor_raw.${table}`)
      .map((row) => `${topicOfPartner(row["partner_id"] as string)} ${table} ${row["record_id"]} ${row["revision"]}`)
  ),
  // A refusal has one row for each problem.
  ...store
    .rows("corridor_audit.quarantine")
    .map((row) => `${row["topic"]}/${row["partition"]}/${row["offset"]} ${row["code"]} ${row["path"]}`)
]

const compare = (
  expected: { rows: ReadonlySet<string>; refused: ReadonlySet<string> },
  stored: ReadonlyArray<string>
) => {
  const nameOf = (found: string) => (/^\S+\/\d+\/\d+ /.test(found) ? (found.split(" ")[0] as string) : found)
  const all = new Set([...expected.rows, ...expected.refused])
  const names = new Set(stored.map(nameOf))
  return {
    lost: [...all].filter((name) => !names.has(name)),
    doubled: stored.filter((one, i) => stored.indexOf(one) !== i || !all.has(nameOf(one)))
  }
}

/** Returns whether nothing was lost, nothing doubled, and everything was stored in the end. */
export const isGood = ({ lost, doubled, failure }: Outcome): boolean =>
  lost.length === 0 && doubled.length === 0 && failure === undefined

export interface SimulationOptions {
  /** A safeguard of the protocol that is switched off, for the test that the simulation notices. */
  readonly without?: Safeguard | undefined
  /** Receives every operation that arrived at the store. */
  readonly onOperation?: ((operation: StoreOperation) => void) | undefined
}

export const simulate = (seed: number, { without, onOperation }: SimulationOptions = {}): Outcome => {
  const random = seededRandom(seed)
  const time = new VirtualTime()
  const store = new SimulatedStore(() => Math.floor(time.now / second), onOperation)
  const log = new SimulatedLog(time, shuffleWith(random.next))
  const faults = makeFaults(random)
  const partners = ["a", "b"].slice(0, random.whole(1, 2))
  const batchSize = random.whole(2, 12)
  const world: World = {
    time,
    store,
    log,
    faults,
    partners,
    withoutKey: new Set(),
    batchSize,
    without,
    pending: 0,
    lateInserts: 0,
    crashes: 0
  }
  store.insert(
    "corridor_raw.partner",
    partners.map((partner) => ({ partner_id: partner })),
    ""
  )
  const { expected, send } = makeTraffic(random, log, partners)
  for (let n = random.whole(8, 40); n > 0; n--) time.after(random.whole(0, healsAt * 0.8), send)

  const slots: Array<SimulatedProcess | undefined> = Array.from({ length: random.whole(1, 3) })
  const happened = { freezes: 0, stops: 0 }
  let failure: unknown
  const watch = () => {
    for (const [i, process] of slots.entries()) {
      failure ??= process?.failure
      if (process?.isDead === false) continue
      // A process that died is started again after a while; in the end all run.
      if (!faults.isOn || process === undefined || random.next() < 0.2) slots[i] = new SimulatedProcess(world)
    }
    log.expire()
    time.after(second, watch)
  }
  watch()
  const freeze = (process: SimulatedProcess) => {
    happened.freezes += 1
    process.freeze(random.whole(100, random.pick([2_000, 30_000, 30_000])))
  }
  const stop = (process: SimulatedProcess) => {
    happened.stops += 1
    process.stop()
  }
  const acts = [(process: SimulatedProcess) => process.crash(), freeze, freeze, stop]
  for (let n = random.whole(0, 8); n > 0; n--)
    time.after(random.whole(0, healsAt), () => {
      const process = random.pick(slots)
      if (process?.isDead === false) random.pick(acts)(process)
    })
  for (const partner of partners.filter(() => random.next() < 0.2)) {
    time.after(random.whole(0, healsAt), () => world.withoutKey.add(partner))
    time.after(random.whole(0, healsAt), () => world.withoutKey.delete(partner))
  }
  time.after(healsAt, () => {
    faults.isOn = false
    world.withoutKey.clear()
  })
  const isDone = () => failure !== undefined || (time.elapsed > healsAt && world.pending === 0 && log.isCommitted)
  const ended = time.runUntil(isDone, endsAt)
  failure ??= ended ? undefined : "Not everything was committed in the end."
  return {
    seed,
    sent: expected.sent,
    ...compare(expected, storedIn(store)),
    failure,
    happened: { ...happened, crashes: world.crashes, rebalances: log.rebalances, lateInserts: world.lateInserts }
  }
}
