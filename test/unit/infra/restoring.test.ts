/** A store that a restore has not completed lacks records, and may have those of persons who withdrew. */
import { Effect } from "effect"
import { assert, it } from "vitest"
import { restores } from "../../../infra/stack/doctor/machine.ts"
import { endRestore, IsRestore, noteRestore } from "../../../infra/stack/restoring.ts"
import { holdFolder, stackLayer } from "../../../infra/stack/Stack.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const data = testFolder("restoring")

const state = Effect.provide(Effect.void, stackLayer({ data, needs: ["state"] }))
const openings = { "a command": state, "a stack": Effect.scoped(holdFolder(data)) }

const answerOf = <E extends { readonly message: string }>(effect: Effect.Effect<void, E>) =>
  Effect.runPromise(Effect.match(effect, { onSuccess: () => "opened", onFailure: ({ message }) => message }))

it("is opened by a restore only, until one completes", async () => {
  noteRestore(data, "canary")
  for (const [what, opening] of Object.entries(openings)) {
    const answer = await answerOf(opening)
    assert.match(answer, /^A restore into .* has not completed.* run the same 'restore' again/, what)
    assert.notInclude(answer, "canary")
    assert.strictEqual(await answerOf(Effect.provideService(opening, IsRestore, true)), "opened", what)
  }
  assert.deepInclude(restores(data)[0], { part: "restore", ok: false })
  endRestore(data)
  assert.deepStrictEqual(restores(data), [])
  for (const opening of Object.values(openings)) assert.strictEqual(await answerOf(opening), "opened")
})
