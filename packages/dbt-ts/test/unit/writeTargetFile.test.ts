/** What a user is told when a file of the target folder cannot be written. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, FileSystem, PlatformError } from "effect"
import { assert, it } from "vitest"
import { testFolder } from "../../../test/testFolder.ts"
import { writeTargetFile } from "../../src/run/WriteArtefacts.ts"

const folder = testFolder("dbt-ts-target")

const failure = (path: string) =>
  writeTargetFile(path, "text").pipe(
    Effect.flip,
    Effect.map(({ message }) => message)
  )

it("names the file and the reason, and says what to do", async () => {
  mkdirSync(join(folder, "taken"))
  writeFileSync(join(folder, "parent"), "")
  const run = <A, E>(effect: Effect.Effect<A, E, FileSystem.FileSystem>) =>
    Effect.runPromise(Effect.provide(effect, NodeServices.layer))
  const begin = `target folder: ${folder}`
  assert.strictEqual(
    await run(failure(join(folder, "taken"))),
    `${begin}/taken cannot be written: a folder has its name. Name another folder with --target-path`
  )
  assert.strictEqual(
    await run(failure(join(folder, "parent", "a.sql"))),
    `${begin}/parent/a.sql cannot be written: check its folder and permissions`
  )
  const full = PlatformError.systemError({
    _tag: "Unknown",
    module: "FileSystem",
    method: "writeFile",
    cause: Object.assign(new Error("ENOSPC"), { code: "ENOSPC" })
  })
  const noSpace = FileSystem.layerNoop({ makeDirectory: () => Effect.void, writeFileString: () => Effect.fail(full) })
  assert.strictEqual(
    await Effect.runPromise(Effect.provide(failure("/target/a.sql"), noSpace)),
    "target folder: /target/a.sql cannot be written: the disk is full. Free some space"
  )
})
