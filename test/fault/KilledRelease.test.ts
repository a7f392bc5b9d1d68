/** kill -9 at each step of a release: it is published completely or not at all, and the next process completes it. */
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { afterAll, afterEach, assert, beforeAll, it } from "vitest"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import { createRelease, moveRelease, reconcileReleases } from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import type { Stores } from "../fixtures/embeddedStores.ts"
import { full, sample } from "../fixtures/fullRun.ts"
import { setRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { endStarted, startProgram, until } from "./Process.ts"
import { openStore } from "./StoreOnDisk.ts"

const folders: Array<string> = []
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "corridor-killed-release-"))
  folders.push(folder)
  return folder
}
afterEach(endStarted)
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

/** A data folder with the mart of which releases are made. */
const prepared = newFolder()
beforeAll(() =>
  openStore(prepared, () =>
    Effect.andThen(
      migrate(),
      setRoutesMart([
        ["MDA", "RUS", 2004, 7777, 2],
        ["RUS", "FIN", 2004, 40, 4]
      ])
    )
  )
)

/**
 * Writes: the vintage's content and entry; the release's table, pages, code and entry; two approvals; the figures of all tables; the
 * row that publishes them.
 */
const writes = 10
const steps = Array.from({ length: writes }, (_, i) => i + 1).flatMap((at) =>
  (["before", "after"] as const).map((when) => [at, when] as const)
)
/** Those of the publication, of which an ordinary run draws two. */
const few = [
  [7, "after"],
  [8, "after"],
  [9, "after"],
  [10, "before"]
] as const

const expected = ["MDA RUS suppressed", "RUS FIN 40"]

const seen = Effect.map(publishedFlows(), ({ cells }) =>
  cells.map(({ origin, destination, state, victims }) => `${origin} ${destination} ${victims ?? state}`)
)

const finish = Effect.gen(function* () {
  if ((yield* readLedger()).length === 0) yield* createVintage()
  if ((yield* reconcileReleases()).length === 0)
    yield* createRelease({ author: analyst("Ada Author"), profile: defaultProfile })
  const approve = (by: string) => moveRelease({ release: 1, move: "approve", by: reviewer(by) })
  const stateNow = Effect.map(reconcileReleases(), (releases) => releases[0]?.state)
  if ((yield* stateNow) === "held") yield* approve("Bo Reviewer")
  if ((yield* stateNow) === "reviewed") yield* approve("Cy Reviewer")
})

it.each(full ? steps : sample("writes of a publication", few, 2))("killed at write %i, %s it", async (at, when) => {
  const data = newFolder()
  cpSync(prepared, data, { recursive: true, verbatimSymlinks: true })
  const inStore = <A>(work: Effect.Effect<A, unknown, Stores>) => openStore(data, () => work)
  const running = startProgram("stagedRelease.ts", [data, String(at), when], {})
  await until("the write is reached", () => running.output().includes("here") || !running.isRunning(), 200)
  assert.include(running.stdout(), "here", running.output())
  assert.strictEqual((await running.kill("SIGKILL")).signal, "SIGKILL")
  const [between, after] = await inStore(
    Effect.gen(function* () {
      const left = yield* seen
      yield* finish
      return [left, yield* seen] as const
    })
  )
  if (at < writes || when === "before") assert.deepStrictEqual(between, [])
  else assert.deepStrictEqual(between, expected)
  assert.deepStrictEqual(after, expected)
})

it.runIf(full)("there is no further write", { meta: { needs: "npm run test:full" } }, async () => {
  const data = newFolder()
  cpSync(prepared, data, { recursive: true, verbatimSymlinks: true })
  const running = startProgram("stagedRelease.ts", [data, String(writes + 1), "before"], {})
  await until("the program ends", () => running.output().includes("here") || !running.isRunning(), 200)
  assert.include(running.stdout(), "done", running.output())
})
