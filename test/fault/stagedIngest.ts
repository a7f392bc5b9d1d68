/**
 * The pipeline of `ingest` with a given group and batch size, which can kill itself (kill -9) when a batch reaches a stage: `node
 * stagedIngest.ts '{"data": …, "groupId": …}'`, see `StagedIngest`.
 * Standard output has one JSON line: the stage of the kill and the memory, or the result of reading to the end.
 */
import { readFileSync, writeSync } from "node:fs"
import { createRequire } from "node:module"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer } from "effect"
import { pipelineLayer } from "../../infra/cli/IngestCommand.ts"
import * as StderrLogger from "../../infra/cli/StderrLogger.ts"
import { type FaultPointName, FaultPoints } from "../../ingest/pipeline/faultPoint.ts"
import { defaultPipelineOptions, runForever, runUntilCaughtUp } from "../../ingest/pipeline/Pipeline.ts"
import { silent } from "../integration/TestStack.ts"

export interface StagedIngest {
  readonly data: string
  readonly groupId: string
  /** Maximum records of a batch. */
  readonly batchSize: number
  /** Where to end. Without it: read to the end. */
  readonly killAt?: KillAt | undefined
}

/** When a batch reaches the stage for the `times`-th time, `later` milliseconds after it. */
export interface KillAt {
  readonly stage: FaultPointName
  readonly times: number
  readonly later: number
  /** Of the next commit: when its request is on its way, or when the broker has answered it and the answer is not yet known here. */
  readonly commit?: "sent" | "answered" | undefined
}

/** Its output before the kill. */
export interface LastWords {
  readonly stage: FaultPointName
  /** Peak memory in kB, from the kernel. */
  readonly peak: number
}

const staged = JSON.parse(process.argv[2] as string) as StagedIngest
const { data, killAt, ...given } = staged

const report = (what: unknown) => writeSync(1, `${JSON.stringify(what)}\n`)
const peak = () => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1])

const die = (stage: FaultPointName) => {
  report({ stage, peak: peak() } satisfies LastWords)
  process.kill(process.pid, "SIGKILL")
}

const Broker = createRequire(import.meta.url)("kafkajs/src/broker") as {
  readonly prototype: { offsetCommit(this: object, request: object): Promise<unknown> }
}

/** Ends the process in the next commit of this process. A request that is written in this turn leaves it before the next one. */
const dieInCommit = (when: "sent" | "answered") => () => {
  const { offsetCommit } = Broker.prototype
  Broker.prototype.offsetCommit = function (request) {
    const answered = offsetCommit.call(this, request)
    if (when === "sent") setImmediate(() => die("committing"))
    else answered.then(() => die("committing"))
    return new Promise(() => {})
  }
}

let left = killAt?.times ?? 0
const stage = (reached: FaultPointName) => {
  if (killAt === undefined || reached !== killAt.stage || --left !== 0) return Effect.void
  if (killAt.commit !== undefined) return Effect.sync(dieInCommit(killAt.commit))
  // Immediately, in the same turn, or while the step after the stage runs.
  if (killAt.later === 0) return Effect.sync(() => die(reached))
  return Effect.sync(() => setTimeout(() => die(reached), killAt.later))
}

const options = { ...defaultPipelineOptions, ...given }
const work = killAt === undefined ? runUntilCaughtUp(options) : runForever(options)

NodeRuntime.runMain(
  work.pipe(
    Effect.tap((outcome) => Effect.sync(() => report(outcome))),
    Effect.provide(pipelineLayer(data)),
    Effect.provideService(FaultPoints, stage),
    Effect.provide(Layer.mergeAll(NodeServices.layer, StderrLogger.layer, silent))
  ),
  { teardown: (exit) => process.stdout.write("", () => process.exit(exit._tag === "Success" ? 0 : 1)) }
)
