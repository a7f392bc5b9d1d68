/** What `analyse hidden` refuses: each with its rule, none with a value of the table. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { hiddenFromFile } from "../../../infra/cli/analyse/tables/hiddenFromFile.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("hidden")

const good = "a,b,c,n\n1,0,0,60\n0,1,0,45\n0,0,1,30\n1,1,0,12\n1,0,1,8\n0,1,1,6\n1,1,1,3\n"

describe("tables of lists", () => {
  const refusals: ReadonlyArray<readonly [string, string, string | undefined, RegExp]> = [
    ["a list of other marks", good.replace("1,1,0,12", "98765,1,0,12"), undefined, /no-membership/],
    ["a count that is no number", good.replace(",60", ",98765x"), undefined, /no-number/],
    ["a count that is not whole", good.replace(",60", ",98765.5"), undefined, /no-count/],
    ["a negative count", good.replace(",60", ",-98765"), undefined, /no-count/],
    ["persons on no list", `${good}0,0,0,98765\n`, undefined, /on-no-list/],
    ["a suppressed cell of which nothing is known", good.replace(",60", ",suppressed"), undefined, /no-bounds/],
    ["two lists", "a,b,n\n1,0,98765\n0,1,5\n1,1,2\n", undefined, /at least 3 lists/],
    ["a list that nobody is on", "a,b,c,n\n1,0,0,98765\n0,1,0,45\n1,1,0,12\n", undefined, /empty-list/],
    ["no column of persons", good.replace(",n\n", ",persons\n"), undefined, /missing-column/],
    ["an empty table", "a,b,c,n\n", undefined, /no-rows/],
    ["a missing file", "", undefined, /no such file/],
    ["a pair of no lists", good, "a:98765", /no-pair/],
    [
      "a model without an estimate",
      good.replace("1,1,0,12\n", "").replace("1,1,1,3\n", "1,0,1,1\n"),
      "a:b,a:c,b:c",
      /needs?/
    ]
  ]
  it.effect.each(refusals)("%s", ([name, text, interactions, words]) =>
    Effect.gen(function* () {
      const input = join(folder, name === "a missing file" ? "none.csv" : "refused.csv")
      if (name !== "a missing file") writeFileSync(input, text)
      const refused = yield* Effect.flip(hiddenFromFile({ input, interactions }))
      assert.strictEqual(refused._tag, "TableRefused")
      const said = JSON.stringify(refused)
      assert.match(said, words)
      assert.notMatch(said, /98765/)
    }).pipe(Effect.provide(NodeServices.layer))
  )
})
