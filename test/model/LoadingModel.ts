/**
 * A model of how the pipeline stores each record once (docs/reference/exactly-once.md): one partition with a few records, two workers that
 * own it in turn, and a store whose inserts may come late. Each step is atomic and stands for a function of the product; between any two
 * steps a worker may freeze, crash or lose the partition.
 *
 * Left out: blocks that batches of several partitions share (`property/sharedBlocks.test.ts`), the contents of records, and tokens that a
 * killed store keeps without their rows: opening the store deletes those (`integration/OrphanedDedupTokens.test.ts`).
 *
 * The person of the first record may withdraw at any moment. If the record is stored again afterwards, some step that must follow erases it.
 */
import type { Model } from "./explore.ts"

/** Number of records in the partition. */
const records = 2

/** How often each fault may happen on a way. */
export interface FaultCounts {
  readonly rebalances: number
  readonly crashes: number
  readonly late: number
  readonly failures: number
  /** Not a fault, but counted like one: whether the person of the first record withdraws. */
  readonly withdrawals: number
}

export const allFaults: FaultCounts = { rebalances: 2, crashes: 1, late: 1, failures: 1, withdrawals: 0 }

export const safeguards = [
  "token",
  "boundaries",
  "commit after insert",
  "fencing",
  "separate batches",
  "generation"
] as const
/** Part of the protocol. Without any one of them some state loses or doubles a record. */
export type Safeguard = (typeof safeguards)[number]

/** The step that erases a withdrawn record which a late insert brought back. Without it such a record stays. */
export const sweep = "erase what came back"

/** The code that each step stands for: file and name. A fault stands for none. */
export const stepsInCode: Readonly<Record<string, readonly [file: string, name: string] | undefined>> = {
  "take over": ["ingest/pipeline/Ledger.ts", "readPlans"],
  cut: ["ingest/pipeline/Boundaries.ts", "next"],
  "write boundaries": ["ingest/pipeline/Ledger.ts", "write"],
  "check ownership": ["ingest/pipeline/BatchTask.ts", "assertOwnership"],
  "look up": ["ingest/pipeline/StoredRevisions.ts", "findRepeated"],
  insert: ["ingest/pipeline/LoadBatch.ts", "insert"],
  "look up again": ["ingest/pipeline/insertIdempotent.ts", "insertIdempotent"],
  "mark as stored": ["ingest/pipeline/RunningBatches.ts", "recordInLedger"],
  "start the next batch": ["ingest/pipeline/InFlightBatch.ts", "awaitTurnAfter"],
  [sweep]: ["ingest/keys/Rekey.ts", "eraseReturned"],
  "erase the withdrawn": ["ingest/pipeline/LoadBatch.ts", "eraseLate"],
  commit: ["ingest/pipeline/RunningBatches.ts", "processBatch"],
  "the person withdraws": ["ingest/pipeline/Tombstones.ts", "writeTombstones"],
  "the operator erases": ["ingest/keys/ErasePersons.ts", "eraseByTable"],
  "the insert is done and not answered": undefined,
  "the insert will come late": undefined,
  "the insert is lost": undefined,
  "the late insert arrives": undefined,
  "read again from the committed offset": undefined,
  "the partition moves": undefined,
  crash: undefined
}

/** First and last offset. */
type Batch = readonly [first: number, last: number]

interface Worker {
  readonly at:
    | "idle"
    | "ready"
    | "cut"
    | "planned"
    | "owned"
    | "inserting"
    | "inserted"
    | "erased"
    | "checking"
    | "marked"
  /** The generation in which it took the partition over. */
  readonly generation: number
  readonly position: number
  /** The plans that it found open, and the last offset of any plan: see `Boundaries`. */
  readonly open: ReadonlyArray<Batch>
  readonly upTo: number
  readonly batch: Batch | null
  /** True if none of the batch's records can be in the store. */
  readonly isFirst: boolean
  /** True if it read the withdrawal before it began to insert. */
  readonly knows: boolean
  readonly missing: ReadonlyArray<number>
  /** How many of the batch's tokens are used up. */
  readonly token: number
  /** The batch before this one, stored and not committed yet. */
  readonly uncommitted: Batch | null
}

/** A recorded batch: see `Ledger`. */
interface Plan {
  readonly batch: Batch
  readonly isStored: boolean
  /** The newest generation that recorded it. */
  readonly generation: number
}

interface Late {
  readonly token: string
  readonly rows: ReadonlyArray<number>
}

export interface State {
  readonly committed: number
  readonly owner: { readonly worker: number; readonly generation: number; readonly isTaken: boolean }
  readonly workers: ReadonlyArray<Worker>
  /** How often each record is in the store. */
  readonly stored: ReadonlyArray<number>
  readonly tokens: ReadonlyArray<string>
  readonly plans: ReadonlyArray<Plan>
  readonly late: ReadonlyArray<Late>
  readonly withdrawal: "none" | "written" | "erased"
  /** How often each fault may still happen. */
  readonly left: FaultCounts
}

const idle: Worker = {
  at: "idle",
  generation: 0,
  position: 0,
  open: [],
  upTo: -1,
  batch: null,
  isFirst: false,
  knows: false,
  missing: [],
  token: 0,
  uncommitted: null
}

const start: State = {
  committed: 0,
  owner: { worker: 0, generation: 1, isTaken: false },
  workers: [idle, idle],
  stored: Array.from({ length: records }, () => 0),
  tokens: [],
  plans: [],
  late: [],
  withdrawal: "none",
  left: allFaults
}

const offsetsOf = ([first, last]: Batch) => Array.from({ length: last - first + 1 }, (_, i) => first + i)
/** Returns whether a later generation recorded other boundaries for some of a plan's records. */
const isSuperseded = ({ batch: [first, last], generation }: Plan, plans: ReadonlyArray<Plan>) =>
  plans.some((other) => other.generation > generation && other.batch[0] <= last && other.batch[1] >= first)

const isSame = (a: Batch, b: Batch) => a[0] === b[0] && a[1] === b[1]

/** What is wrong with a state: a record is stored twice, or its offset is committed and it is not stored. A withdrawn record may be missing. */
export const problemOf = ({ stored, committed, withdrawal }: State): string | undefined => {
  const isWithdrawn = (offset: number) => offset === 0 && withdrawal !== "none"
  if (stored.some((times, offset) => times > 1 && !isWithdrawn(offset))) return "doubled"
  return stored.some((times, offset) => times === 0 && offset < committed && !isWithdrawn(offset)) ? "lost" : undefined
}

/** Returns whether the withdrawn record is stored after the erasure, and no worker loads its batch, which would erase it. */
const cameBack = ({ stored, committed, withdrawal, workers }: State) =>
  withdrawal === "erased" && stored[0] !== 0 && committed > 0 && workers.every(({ batch }) => batch?.[0] !== 0)

/** Returns the model, without one of the safeguards if a name is given. */
export const loadingModel = (without?: Safeguard | typeof sweep, faults = allFaults): Model<State> => {
  /** Where the person may withdraw, another step follows each insert. Otherwise there are fewer states. */
  const inserted = faults.withdrawals > 0 ? "inserted" : "erased"
  const eraseFirst = (state: State): State => ({ ...state, stored: state.stored.map((n, i) => (i === 0 ? 0 : n)) })
  const eraseWithdrawn = (state: State): State => (state.withdrawal === "none" ? state : eraseFirst(state))
  const isOwner = ({ owner }: State, w: number, { generation }: Worker) =>
    without === "fencing" || (owner.worker === w && owner.generation === generation)

  const insertRows = (state: State, { token, rows }: Late): State =>
    state.tokens.includes(token)
      ? state
      : {
          ...state,
          stored: state.stored.map((times, offset) => times + (rows.includes(offset) ? 1 : 0)),
          tokens: without === "token" ? state.tokens : [...state.tokens, token].sort()
        }

  const plan = (state: State, { generation }: Worker, batch: Batch, isStored: boolean): State => {
    if (without === "boundaries") return state
    const others = state.plans.filter((each) => !isSame(each.batch, batch))
    const was = state.plans.find((each) => isSame(each.batch, batch))
    const plans = [
      ...others,
      {
        batch,
        isStored: isStored || was?.isStored === true,
        generation: without === "generation" ? 0 : Math.max(generation, was?.generation ?? 0)
      }
    ]
    return { ...state, plans: plans.sort((a, b) => a.batch[0] - b.batch[0] || a.batch[1] - b.batch[1]) }
  }

  /** The batches that `Boundaries` may cut: the recorded one that begins here, or new ones up to the next recorded one. */
  const cuts = ({ position, open, upTo }: Worker): ReadonlyArray<Batch> => {
    const planned = open.find(([first]) => first === position)
    if (planned !== undefined) return [planned]
    const nextPlan = Math.min(records, ...open.map(([first]) => first).filter((first) => first > position))
    const end = without !== "separate batches" && position <= upTo ? Math.min(nextPlan, upTo + 1) : nextPlan
    return offsetsOf([position, end - 1]).map((last) => [position, last])
  }

  const stepsOf = (state: State, w: number): ReadonlyArray<readonly [string, State]> => {
    const worker = state.workers[w] as Worker
    const { batch, uncommitted } = worker
    const become = (change: Partial<Worker>, next: State = state): State => ({
      ...next,
      workers: next.workers.map((each, i) => (i === w ? { ...each, ...change } : each))
    })
    const spend = (fault: keyof FaultCounts, next: State = state): State => ({
      ...next,
      left: { ...next.left, [fault]: next.left[fault] - 1 }
    })
    const found: Array<readonly [string, State]> = []
    const may = (step: string, next: State) => found.push([step, next])

    if (worker.at !== "idle" && state.left.crashes > 0) may("crash", spend("crashes", become(idle)))

    if (worker.at === "idle" && state.owner.worker === w && !state.owner.isTaken) {
      const plans = state.plans.filter((each) => each.batch[1] >= state.committed)
      const next = become({
        at: "ready",
        generation: state.owner.generation,
        position: state.committed,
        open: plans.filter((each) => !each.isStored && !isSuperseded(each, plans)).map((each) => each.batch),
        upTo: Math.max(-1, ...plans.map((each) => each.batch[1]))
      })
      may("take over", { ...next, owner: { ...state.owner, isTaken: true } })
    }

    if (worker.at === "ready" && worker.position < records)
      for (const next of cuts(worker)) {
        const cut = become({
          at: "cut",
          batch: next,
          position: next[1] + 1,
          isFirst: next[0] > worker.upTo,
          upTo: Math.max(worker.upTo, next[1]),
          token: 0
        })
        may("cut", without === "commit after insert" ? { ...cut, committed: next[1] + 1 } : cut)
      }

    if (batch !== null) {
      const own = `${batch.join("-")}:${worker.token}`
      const again = { at: "cut", isFirst: false, token: 0 } as const
      switch (worker.at) {
        case "cut":
          may(
            "write boundaries",
            become({ at: "planned", knows: state.withdrawal !== "none" }, plan(state, worker, batch, false))
          )
          break
        case "planned":
          may("check ownership", become(isOwner(state, w, worker) ? { at: "owned" } : idle))
          break
        case "owned": {
          const missing = offsetsOf(batch).filter(
            (offset) => (worker.isFirst || state.stored[offset] === 0) && !(worker.knows && offset === 0)
          )
          may("look up", become(missing.length === 0 ? { at: inserted } : { at: "inserting", missing }))
          break
        }
        case "inserting": {
          const rows = { token: own, rows: worker.missing }
          may("insert", become({ at: worker.isFirst ? inserted : "checking" }, insertRows(state, rows)))
          if (state.left.failures > 0) {
            may("the insert is done and not answered", spend("failures", become(again, insertRows(state, rows))))
            may("the insert is lost", spend("failures", become(again)))
          }
          if (state.left.late > 0)
            may("the insert will come late", spend("late", become(again, { ...state, late: [...state.late, rows] })))
          break
        }
        case "checking": {
          const missing = worker.missing.filter((offset) => state.stored[offset] === 0)
          may(
            "look up again",
            become(missing.length === 0 ? { at: inserted } : { at: "inserting", missing, token: worker.token + 1 })
          )
          break
        }
        case "inserted": {
          may("erase the withdrawn", become({ at: "erased" }, batch[0] === 0 ? eraseWithdrawn(state) : state))
          break
        }
        case "erased":
          if (uncommitted === null) {
            may("mark as stored", become({ at: "marked" }, plan(state, worker, batch, true)))
            may("start the next batch", become({ at: "ready", batch: null, uncommitted: batch }))
          }
          break
        case "marked":
          may(
            "commit",
            isOwner(state, w, worker)
              ? become({ at: "ready", batch: null }, { ...state, committed: batch[1] + 1 })
              : become(idle)
          )
          break
      }
    }
    if (uncommitted !== null) {
      const marked = plan(state, worker, uncommitted, true)
      may(
        "commit",
        isOwner(state, w, worker)
          ? become({ uncommitted: null }, { ...marked, committed: uncommitted[1] + 1 })
          : become(idle, marked)
      )
    }
    if (worker.at === "ready" && worker.position !== state.committed)
      may("read again from the committed offset", become({ position: state.committed }))
    return found
  }

  const steps = (state: State): ReadonlyArray<readonly [string, State]> => {
    const { owner, left } = state
    const moved = { ...left, rebalances: left.rebalances - 1 }
    return [
      ...state.workers.flatMap((_, w) => stepsOf(state, w)),
      ...state.late.map((late, i): readonly [string, State] => [
        "the late insert arrives",
        insertRows({ ...state, late: state.late.filter((_, j) => j !== i) }, late)
      ]),
      ...(left.withdrawals === 0
        ? []
        : [["the person withdraws", { ...state, withdrawal: "written", left: { ...left, withdrawals: 0 } }] as const]),
      // While a worker loads the record's batch, that worker erases it.
      ...(cameBack(state) && without !== sweep ? [[sweep, eraseFirst(state)] as const] : []),
      ...(state.withdrawal === "written"
        ? [["the operator erases", eraseFirst({ ...state, withdrawal: "erased" })] as const]
        : []),
      ...(left.rebalances === 0
        ? []
        : state.workers.map((_, worker): readonly [string, State] => [
            "the partition moves",
            { ...state, owner: { worker, generation: owner.generation + 1, isTaken: false }, left: moved }
          ]))
    ]
  }
  const staysBack = (state: State) => cameBack(state) && steps(state).every(([step]) => step !== sweep)
  return {
    start: { ...start, left: faults },
    steps,
    problemOf: (state) => problemOf(state) ?? (staysBack(state) ? "came back" : undefined)
  }
}
