/**
 * The pipeline as `ingest` runs it, but for two things: its group and batch size are given, and it can be told to kill itself
 * (kill -9) as a batch reaches a stage: `node stagedIngest.ts '{"data": …, "groupId": …}'`, see `StagedIngest`.
 *
 * Standard output holds one JSON line: what it was killed at and its memory, or what came of reading to the end.
 */
import { readFileSync, writeSync } from "node:fs"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { pipelineLayer } from "../../infra/cli/IngestCommand.ts"
import * as StderrLogger from "../../infra/cli/StderrLogger.ts"
import { type FaultPointName, FaultPoints } from "../../ingest/pipeline/faultPoint.ts"
import { defaultPipelineOptions, runForever, runUntilCaughtUp } from "../../ingest/pipeline/Pipeline.ts"
import { silent } from "../integration/TestStack.ts"

export interface StagedIngest {
  readonly data: string
  readonly groupId: string
  /** Records of a batch at most. */
  readonly batchSize: number
  /** Where to end, the `times`-th time that a batch comes there, `later` milliseconds after it. Without it: read to the end. */
  readonly killAt?: { readonly stage: FaultPointName; readonly times: number; readonly later: number } | undefined
}

/** What it says before it dies. */
export interface LastWords {
  readonly stage: FaultPointName
  /** kB of memory at most, from the kernel. */
  readonly peak: number
}

const staged = JSON.parse(process.argv[2] as string) as StagedIngest
const { data, killAt, ...given } = staged

const tell = (what: unknown) => writeSync(1, `${JSON.stringify(what)}\n`)
const peak = () => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1])

const die = (stage: FaultPointName) => {
  tell({ stage, peak: peak() } satisfies LastWords)
  process.kill(process.pid, "SIGKILL")
}

let left = killAt?.times ?? 0
const stage = (reached: FaultPointName) => {
  if (killAt === undefined || reached !== killAt.stage || --left !== 0) return Effect.void
  // At once, in the same turn, or while what follows the stage is under way.
  if (killAt.later === 0) return Effect.sync(() => die(reached))
  return Effect.sync(() => setTimeout(() => die(reached), killAt.later))
}

const options = { ...defaultPipelineOptions, ...given }
const work = killAt === undefined ? runUntilCaughtUp(options) : runForever(options)

NodeRuntime.runMain(
  work.pipe(
    Effect.tap((outcome) => Effect.sync(() => tell(outcome))),
    Effect.provide(pipelineLayer(data)),
    Effect.provideService(FaultPoints, stage),
    Effect.provide(Layer.mergeAll(NodeServices.layer, StderrLogger.layer, silent))
  ),
  { teardown: (exit) => process.stdout.write("", () => process.exit(exit._tag === "Success" ? 0 : 1)) }
)
