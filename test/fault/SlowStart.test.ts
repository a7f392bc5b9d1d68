/** A server that takes long to respond, as Kafka does when it checks its logs after a crash, is waited for and reported. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { startChildServer } from "../../infra/process/ChildServer.ts"
import { readTextFile } from "../../infra/process/OwnerOnlyFile.ts"
import { Progress } from "../../infra/process/Progress.ts"
import { temporaryFolder } from "../integration/TestStack.ts"

const server = Effect.fnUntraced(function* (args: ReadonlyArray<string>) {
  const runFolder = yield* temporaryFolder("slow-start")
  const answer = join(runFolder, "answer")
  const said: Array<string> = []
  const start = startChildServer({
    name: "slow",
    runFolder,
    command: "sleep",
    args,
    ready: Effect.suspend(() => (readTextFile(answer) === undefined ? Effect.fail("not yet") : Effect.void)),
    reportEvery: "50 millis",
    restart: false
  }).pipe(
    Effect.provideService(Progress, (line) => {
      said.push(line)
      if (said.length === 3) writeFileSync(answer, "")
    })
  )
  return { start, said, log: join(runFolder, "slow.log") }
})

it.live("it is waited for while it runs, and each report names its output", () =>
  Effect.scoped(
    Effect.gen(function* () {
      const { start, said, log } = yield* server(["600"])
      yield* start
      assert.isAtLeast(said.length, 3)
      for (const line of said) assert.strictEqual(line, `slow is not ready yet; see its output in ${log}`)
    })
  )
)

it.live("one that has ended is not waited for", () =>
  Effect.scoped(
    Effect.gen(function* () {
      const { start, log } = yield* server(["0"])
      const { message } = yield* Effect.flip(start)
      assert.strictEqual(message, `slow exited while it was starting; see its output in ${log}`)
    })
  )
)
