/** SQLite's codes in words: what the operator has to do differs between a disk that failed and one that is full. */
import { SqlError } from "effect/sql"
import { assert, it } from "vitest"
import { toStateError } from "../../../infra/state/makeStateStore.ts"

const messageOf = (errcode: number) =>
  toStateError("open", new SqlError.SqlError({ reason: new SqlError.ConnectionError({ cause: { errcode } }) })).message

it("a full disk is named, also where SQLite reports an input or output error", () => {
  for (const [code, words] of [
    [13, "the disk is full"],
    [4874, "the disk is full"],
    [10, "its disk failed"],
    [778, "its disk failed"],
    [26, "its file is damaged"],
    [267, "its file is damaged"],
    [1, "it did not respond"]
  ] as const)
    assert.include(messageOf(code), words, `${code}`)
})
