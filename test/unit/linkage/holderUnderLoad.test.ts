/** A partner that means a key holder harm: bodies that are too large, and refused requests without end. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { groupReady } from "@corridor/linkage/oprf/Group"
import { signDecision, signingKeys } from "@corridor/linkage/round/Agreement"
import { toText } from "@corridor/linkage/round/text"
import { Effect, Schema } from "effect"
import { assert, beforeAll, it } from "vitest"
import { registerCaller } from "../../../infra/linkage/callers.ts"
import { holderIdentity, holderOperations } from "../../../infra/linkage/holderOperations.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import type { Operation } from "../../../infra/linkage/partyRoutes.ts"
import { serveParty } from "../../../infra/linkage/serveParty.ts"
import { freePort } from "../../../infra/process/FreePort.ts"
import { PartyClient } from "../../../ingest/linkage/PartyClient.ts"
import { termsFor } from "../../../packages/linkage/test/fixtures/roundHere.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const path = testFolder("holder")
beforeAll(() => groupReady)

it("large bodies are refused before they are read as elements, and repeated refusals are logged less and less", async () => {
  const folder = new PartyFolder(path)
  const signing = signingKeys()
  const token = registerCaller(folder, { name: "north", role: "partner", type: "NGO", publicKey: signing.publicKey })
  const identity = holderIdentity(folder, "one")
  const served = Effect.gen(function* () {
    const port = yield* freePort()
    yield* serveParty(folder, () => holderOperations(folder, identity, () => new Date()), { host: "127.0.0.1", port })
    const agreement = signDecision("agree", "north", termsFor([identity]), signing)
    // It would write back shares that the first one has destroyed.
    const second = yield* Effect.flip(serveParty(folder, () => [], { host: "127.0.0.1", port }))
    assert.match(second.message, /^Another command \(process \d+\) serves the party/)
    const ask = async (elements: string) => {
      const response = await fetch(`http://127.0.0.1:${port}/rounds/test-1/elements`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ agreement, holders: [1, 2], elements, withProof: false })
      })
      return { status: response.status, code: (await response.json()).code }
    }
    yield* Effect.promise(async () => {
      assert.deepStrictEqual(await ask("A".repeat(5_000_000)), { status: 413, code: "too-large" })
      assert.deepStrictEqual(await ask("A".repeat(200_000)), { status: 422, code: "malformed" })
      for (let i = 0; i < 20; i++)
        assert.deepStrictEqual(await ask(toText(new Uint8Array(32))), { status: 409, code: "not-open" })
    })
  })
  await Effect.runPromise(Effect.scoped(served))
  const lines = readFileSync(join(path, "log.ndjson"), "utf8").trim().split("\n")
  assert.deepStrictEqual(
    lines.map((line) => JSON.parse(line).times),
    [1, 2, 4, 8, 16]
  )
})

it("a party whose disk is full says so, and nothing of its files", async () => {
  const folder = new PartyFolder(join(path, "full"))
  const { publicKey } = signingKeys()
  const token = registerCaller(folder, { name: "north", role: "partner", type: "NGO", publicKey })
  const full: Operation = {
    method: "POST",
    path: "/rounds",
    roles: ["partner"],
    run: () => {
      throw Object.assign(new Error("ENOSPC: no space left on device, write '/srv/canary'"), { code: "ENOSPC" })
    }
  }
  const served = Effect.gen(function* () {
    const port = yield* freePort()
    yield* serveParty(folder, () => [full], { host: "127.0.0.1", port })
    const address = `http://127.0.0.1:${port}`
    yield* Effect.promise(async () => {
      const response = await fetch(`${address}/rounds`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` }
      })
      assert.strictEqual(response.status, 503)
      const text = await response.text()
      assert.strictEqual(JSON.parse(text).code, "storage")
      assert.notInclude(text, "canary")
      const said = await new PartyClient("one", { address, token })
        .call("POST", "/rounds", Schema.Unknown)
        .catch((error: unknown) => String(error))
      assert.include(said, "one could not use its files. Tell its operator")
    })
  })
  await Effect.runPromise(Effect.scoped(served))
})
