/** An argument that a script left empty must not be taken for a folder. */
import { Effect } from "effect"
import { assert, it } from "vitest"
import { refuseEmpty } from "../../../infra/cli/usagePresenter.ts"

const answerTo = (args: ReadonlyArray<string>) =>
  Effect.runSync(Effect.match(refuseEmpty(args), { onSuccess: () => "", onFailure: ({ message }) => message }))

it("an empty argument is refused, and named by its flag", () => {
  const data = "The value of --data is empty. Give a value, or leave it out."
  assert.strictEqual(answerTo(["vintage", "list", "--data", ""]), data)
  assert.strictEqual(answerTo(["vintage", "list", "--data="]), data)
  for (const args of [[""], ["backup", ""], ["keys", "rotate", "--x=y", ""]])
    assert.strictEqual(answerTo(args), "An argument is empty. Give a value, or leave it out.")
  for (const args of [[], ["backup", " "], ["protect", "--count", "a=", "--data", "d"], ["withdraw", "--case", "-"]])
    assert.strictEqual(answerTo(args), "")
})
