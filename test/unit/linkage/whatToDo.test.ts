/** What a director reads when a party of a round refuses says what to do about it. */
import { type Refusal, RoundRefused, refusals } from "@corridor/linkage/round/RoundRefused"
import { assert, it } from "vitest"
import { withRemedy } from "../../../infra/cli/link/whatToDo.ts"

it("every refusal of a round says what is wrong and what to do", () => {
  for (const code of Object.keys(refusals) as Array<Refusal>) {
    const text = withRemedy(new RoundRefused(code, code === "answer-false" ? "holder-one" : undefined))
    // The sentence itself has a colon before what to do, or another sentence follows.
    assert.match(text, /: [a-z].*\.$|\. [A-Z'].*\.$/s, code)
    assert.isTrue(text.startsWith(refusals[code]), code)
  }
  assert.include(withRemedy(new RoundRefused("answer-false", "holder-one")), "holder-one")
})
