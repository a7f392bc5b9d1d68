import { readFileSync } from "node:fs"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import fc from "fast-check"
import { joinKeysWithHyphen } from "../../../infra/cli/keysWithHyphen.ts"

/** Keys, tokens and secrets as the product makes them: 18 to 32 random bytes in base64url. */
const keys = fc.uint8Array({ minLength: 18, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("base64url"))

/** What a command with `--key` reads; undefined if it refuses its arguments. */
const readKey = (args: ReadonlyArray<string>) => {
  const read: Array<string> = []
  const command = Command.make("register", { key: Flag.String("key"), json: Flag.Boolean("json") }, ({ key }) =>
    Effect.sync(() => read.push(key))
  )
  return Command.runWith(command, { version: "1" })(joinKeysWithHyphen(args)).pipe(
    Effect.ignore,
    Effect.as(read),
    Effect.provide(NodeServices.layer)
  )
}

it.effect("a key that begins with a hyphen is the value of its flag", () =>
  Effect.gen(function* () {
    for (const key of fc.sample(keys, { numRuns: 100, seed: 7 }).map((one) => `-${one.slice(1)}`)) {
      assert.deepStrictEqual(yield* readKey(["--key", key, "--json"]), [key])
      assert.deepStrictEqual(yield* readKey(["--json", "--key", key]), [key])
    }
  })
)

it("flags of commands stay flags", () => {
  const flags = readFileSync(new URL("../../../infra/cli/COMMANDS.md", import.meta.url), "utf8").match(
    /--?[a-z][a-z-]*/g
  )
  assert.isAbove(flags?.length ?? 0, 1_000)
  assert.deepStrictEqual(joinKeysWithHyphen(flags ?? []), flags ?? [])
  assert.deepStrictEqual(joinKeysWithHyphen(["--from", "-3", "--token", "-"]), ["--from", "-3", "--token", "-"])
})
