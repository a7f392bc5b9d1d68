/** Who is compared: how each is run to its end on a topic that is full, in a store of its own that is empty. */
import { type StdioOptions, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { peakMegabytes } from "../fault/Process.ts"
import { launcher, nodeBinary, root } from "../integration/cli.ts"
import type { Answer, Job } from "./Job.ts"
import { cpuSecondsOf, type Measured, measure } from "./Measure.ts"
import { pythonBinary } from "./Python.ts"
import { partner, type Rig } from "./Rig.ts"

/** What a run left in its store: see `contents.ts`. */
export interface Contents {
  readonly accepted: number
  readonly acceptedHash: string
  readonly refused: number
  readonly refusedHash: string
}

export interface Run {
  readonly candidate: CandidateName
  readonly round: number
  readonly records: number
  /** From the start of the process to its end. */
  readonly wallSeconds: number
  /** The candidate's own clock: from before it connects to Kafka to its last commit. */
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  readonly contents: Contents
}

type Cost = Omit<Run, "candidate" | "round" | "records" | "contents">

interface Candidate {
  readonly note: string
  readonly run: (rig: Rig, records: number, round: number, data: string) => Promise<Cost>
}

const here = (file: string) => join(import.meta.dirname, file)

const finished = (measured: Measured): Measured => {
  if (measured.code === 0) return measured
  throw new Error(`a candidate ended with ${measured.code}: ${measured.stderr.slice(-3000)}`)
}

const costOf = ({ stdout, wallSeconds, cpuSeconds, peakMegabytes: peak }: Measured): Cost => ({
  wallSeconds,
  seconds: (JSON.parse(stdout) as Answer).seconds,
  cpuSeconds,
  peakMegabytes: peak
})

/** What the launcher gives to the process that it starts. */
export const environment = JSON.parse(
  readFileSync(join(root, "infra", "process", "environment.json"), "utf8")
) as Readonly<Record<string, string>>

/** The product's own command on a data folder whose partner is made, begun as `npm run corridor` begins it. */
export const ingestUntilCaughtUp = async (rig: Rig, data: string): Promise<Cost> =>
  costOf(
    finished(
      await measure({
        command: nodeBinary,
        args: [launcher, "ingest", "--until-caught-up", "--json", "--data", data],
        env: { ...environment, ...rig.env },
        folder: rig.folder
      })
    )
  )

const runProduct: Candidate["run"] = async (rig, _records, _round, data) => {
  await rig.makePartner(data, rig.env)
  await rig.rewind(defaultPipelineOptions.groupId)
  return ingestUntilCaughtUp(rig, data)
}

/** `own`: settings of the candidate, before those that are tried: CORRIDOR_BENCH_ENGINE='{"consumers": 4, "flush": 4000}' */
const runKafkaEngine =
  (name: string, own: Job["tuning"] = {}): Candidate["run"] =>
  async (rig, records, round, data) => {
    const job = await rig.job(`bench.${name}.${round}`, records, data)
    const tuning = { ...own, ...(JSON.parse(process.env["CORRIDOR_BENCH_ENGINE"] ?? "{}") as Job["tuning"]) }
    const stdin = JSON.stringify({ ...job, tuning })
    const args = [here("candidates/kafka-engine.ts")]
    return costOf(finished(await measure({ command: nodeBinary, args, stdin, folder: rig.folder })))
  }

/** Runs a candidate next to a store that is up already; the store's part in the cost is added. */
const withStore = async (job: Job, rig: Rig, command: string, args: ReadonlyArray<string>): Promise<Cost> => {
  const stdio: StdioOptions = ["ignore", "pipe", "inherit", "ipc"]
  const store = spawn(nodeBinary, [here("candidates/store.ts"), job.data], { stdio })
  const ended = once(store, "exit")
  try {
    const [line] = await Promise.race([once(store.stdout as Readable, "data"), ended.then(() => ["null"])])
    const where = JSON.parse(String(line)) as Job["store"]
    if (where === null) throw new Error("the store did not start")
    const pid = store.pid as number
    const before = cpuSecondsOf(pid)
    const stdin = JSON.stringify({ ...job, store: where })
    const cost = costOf(finished(await measure({ command, args, stdin, folder: rig.folder })))
    return {
      ...cost,
      cpuSeconds: cost.cpuSeconds + cpuSecondsOf(pid) - before,
      peakMegabytes: cost.peakMegabytes + peakMegabytes(pid)
    }
  } finally {
    if (store.connected) store.disconnect()
    await ended
  }
}

const runPlain: Candidate["run"] = async (rig, records, round, data) =>
  withStore(await rig.job(`bench.plain.${round}`, records, data), rig, nodeBinary, [here("candidates/plain.ts")])

const runPython: Candidate["run"] = async (rig, records, round, data) =>
  withStore(await rig.job(`bench.python.${round}`, records, data), rig, pythonBinary, [here("candidates/python.py")])

export const candidates = {
  product: {
    note: "`corridor ingest --until-caught-up`: real consumer group, exactly-once, all validation, deduplication, withdrawals, ledger; store embedded",
    run: runProduct
  },
  "kafka-engine": {
    note: "ClickHouse's Kafka engine (AvroConfluent, materialised views) in the embedded ClickHouse; at least once, no deduplication of records, no withdrawals, into tables that replace nothing; it reaches the broker without SCRAM, which its library lacks here",
    run: runKafkaEngine("plain-tables")
  },
  "kafka-engine-same-tables": {
    note: "the same into the product's own tables, which replace a row by its newer revision; its inserts sort that out row by row, which no setting spares them",
    run: runKafkaEngine("same-tables", { plain: 0 })
  },
  plain: {
    note: "kafkajs, avsc, createHmac, JSONEachRow by @clickhouse/client, with the product's rules; at least once; the store is a separate process (the embedded engine, served over HTTP), up before the clock starts, its cost counted",
    run: runPlain
  },
  python: {
    note: "confluent-kafka, fastavro, hmac, JSONEachRow by HTTP; at least once; the same store as for plain",
    run: runPython
  }
} as const satisfies Readonly<Record<string, Candidate>>

export type CandidateName = keyof typeof candidates
export const candidateNames = Object.keys(candidates) as ReadonlyArray<CandidateName>

/** What lies in the store of a data folder that no process holds. */
export const contentsOf = async (rig: Rig, data: string): Promise<Contents> => {
  const args = [here("contents.ts"), join(data, "clickhouse")]
  const { stdout } = finished(await measure({ command: nodeBinary, args, folder: rig.folder }))
  return JSON.parse(stdout) as Contents
}

/**
 * One run of one candidate, from an empty store to its contents. The store stays until the rig goes: some file systems (ext4 without a
 * journal) look past every file that was deleted in the last minutes whenever they make a new one, so who comes next would pay for it.
 */
export const runCandidate = async (
  rig: Rig,
  candidate: CandidateName,
  records: number,
  round: number
): Promise<Run> => {
  const data = join(rig.folder, `${partner}-${candidate}-${round}`)
  mkdirSync(data, { mode: 0o700 })
  const cost = await candidates[candidate].run(rig, records, round, data)
  return { candidate, round, records, ...cost, contents: await contentsOf(rig, data) }
}
