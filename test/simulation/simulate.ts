/**
 * Runs the pipeline through one random schedule of faults, and compares what is stored with what was sent. The same seed gives the same run.
 */
import {
  erasableTables,
  messageOutcomeTable,
  quarantineTable,
  withdrawalTable
} from "../../ingest/keys/PersonTables.ts"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"
import { seededRandom } from "../fault/SeededRandom.ts"
import { makeFaults, type Safeguard } from "./Faults.ts"
import { SimulatedLog } from "./SimulatedLog.ts"
import { SimulatedProcess } from "./SimulatedProcess.ts"
import { SimulatedStore, type StoreOperation } from "./SimulatedStore.ts"
import { type Case, makeTraffic, type SentMessage } from "./Traffic.ts"
import { VirtualTime } from "./VirtualTime.ts"
import type { World } from "./World.ts"
import { withdrawByOperator } from "./withdrawByOperator.ts"

/**
 * Milliseconds: faults happen and messages are sent until the first; at the second everything must be stored, and everything of withdrawn
 * persons erased. In a calm run at the third: earlier than the pipeline looks for rows that came back.
 */
const [healsAt, endsAt, calmEndsAt] = [40_000, 900_000, 400_000] as const

const second = 1_000

export interface Happened {
  readonly withdrawals: number
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
  /** Tables that still have a row of a person who has withdrawn, and withdrawals that are not recorded. */
  readonly notErased: ReadonlyArray<string>
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

/** The names of all stored rows and refusals, as `Traffic.ts` names what it expects. A withdrawal by an operator was not sent. */
const storedIn = (store: SimulatedStore, sent: ReadonlySet<string>): ReadonlyArray<string> => [
  ...recordSchemas.flatMap(({ table }) =>
    store
      .rows(`corridor_raw.${table}`)
      .map((row) => `${topicOfPartner(row["partner_id"] as string)} ${table} ${row["record_id"]} ${row["revision"]}`)
      .filter((name) => `corridor_raw.${table}` !== withdrawalTable || sent.has(name))
  ),
  // A refusal has one row for each problem.
  ...store
    .rows(quarantineTable)
    .map((row) => `${row["topic"]}/${row["partition"]}/${row["offset"]} ${row["code"]} ${row["path"]}`)
]

/**
 * Of a person who has withdrawn, rows and refusals may be missing: `findNotErased` looks for those that are there. Their refusals, which name nobody,
 * may be stored twice by two owners of a partition, until the table merges them.
 */
const compare = (sent: ReadonlyArray<SentMessage>, store: SimulatedStore) => {
  const stays = ({ of, isWithdrawal }: SentMessage) => isWithdrawal || !of.isWithdrawn
  const required = new Set(sent.filter(stays).map(({ row, address }) => row ?? address))
  const ofWithdrawn = new Set(sent.flatMap((each) => (stays(each) ? [] : [each.row, each.address])))
  const stored = storedIn(store, required)
  const nameOf = (found: string) => (/^\S+\/\d+\/\d+ /.test(found) ? (found.split(" ")[0] as string) : found)
  const names = new Set(stored.map(nameOf))
  return {
    lost: [...required].filter((name) => !names.has(name)),
    doubled: stored.filter((one, i) =>
      required.has(nameOf(one)) ? stored.indexOf(one) !== i : !ofWithdrawn.has(nameOf(one))
    )
  }
}

/** Names the tables with something of persons who have withdrawn, and the places that lack their withdrawal. */
const findNotErased = (
  { store, withdrawals }: World,
  cases: ReadonlyArray<Case>,
  sent: ReadonlyArray<SentMessage>
): ReadonlyArray<string> =>
  cases
    .filter(({ isWithdrawn }) => isWithdrawn)
    .flatMap((each) => {
      const { partner, person } = each
      const has = (table: string) =>
        store.rows(table).some((row) => row["partner_id"] === partner && row["person"] === person)
      const records = new Set(sent.flatMap(({ of, recordId }) => (of === each ? [recordId] : [])))
      const logged = withdrawals.some((entry) => entry.persons.some((one) => one.person === person))
      return [
        ...erasableTables.filter(has),
        ...(store.rows(messageOutcomeTable).some((row) => records.has(row["record_id"] as string))
          ? [messageOutcomeTable]
          : []),
        ...(has(withdrawalTable) ? [] : ["no withdrawal"]),
        ...(logged ? [] : ["not in the withdrawal log"])
      ]
    })

/** Returns whether nothing was lost, nothing doubled, and everything was stored or erased in the end. */
export const isGood = ({ lost, doubled, notErased, failure }: Outcome): boolean =>
  lost.length === 0 && doubled.length === 0 && notErased.length === 0 && failure === undefined

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
    withdrawals: [],
    openWithdrawals: 0,
    onLoading: () => {},
    lateInserts: 0,
    crashes: 0
  }
  store.insert(
    "corridor_raw.partner",
    partners.map((partner) => ({ partner_id: partner })),
    ""
  )
  const { cases, sent, send, withdraw } = makeTraffic(random, log, partners)
  for (let n = random.whole(8, 40); n > 0; n--) time.after(random.whole(0, healsAt * 0.8), send)
  const withdrawOne = ({ of }: SentMessage) => {
    of.isWithdrawn = true
    if (random.next() < 0.5) withdraw(of)
    else withdrawByOperator(world, of.partner, of.reference, random.next)
  }
  let withdrawals = random.pick([0, 1, 3, 8])
  const withdrawFromLast = (messages: number) => {
    if (withdrawals === 0 || !faults.isOn) return
    withdrawals -= 1
    withdrawOne(random.pick(sent.slice(-messages)))
  }
  time.after(random.whole(0, healsAt), () => withdrawFromLast(sent.length))
  // The others withdraw while their record is being loaded.
  world.onLoading = () => {
    if (random.next() < 0.5) time.after(random.whole(0, 600), () => withdrawFromLast(3))
  }

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
  for (let n = faults.isCalm ? 0 : random.whole(0, 8); n > 0; n--)
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
  const isDone = () =>
    failure !== undefined ||
    (time.elapsed > healsAt &&
      world.pending === 0 &&
      world.openWithdrawals === 0 &&
      log.isCommitted &&
      findNotErased(world, cases, sent).length === 0)
  if (faults.isCalm) time.runUntil(isDone, calmEndsAt)
  // A process that joins cuts off an erasure of a partition that it takes over. What that left is erased within ten minutes, which would hide
  // that a safeguard is missing.
  if (!faults.isCalm || (log.rebalances > 0 && without === undefined)) time.runUntil(isDone, endsAt)
  failure ??= log.isCommitted ? undefined : "Not everything was committed in the end."
  return {
    seed,
    sent: sent.length,
    ...compare(sent, store),
    notErased: findNotErased(world, cases, sent),
    failure,
    happened: {
      ...happened,
      withdrawals: cases.filter(({ isWithdrawn }) => isWithdrawn).length,
      crashes: world.crashes,
      rebalances: log.rebalances,
      lateInserts: world.lateInserts
    }
  }
}
