import { assert, describe, it } from "vitest"
import { awaitMutation, mutatedTable } from "../../../infra/warehouse/Mutations.ts"
import { sqlWords } from "../../../infra/warehouse/SqlText.ts"

const of = (sql: string) => mutatedTable(sql, sqlWords(sql))

describe("the table that a statement mutates", () => {
  it("is named as the statement names it", () => {
    const names = {
      "ALTER TABLE a.b DELETE WHERE 1": "a.b",
      "alter /* the */ table if exists `a b` . `c.d` update x = 1 where 1": "`a b`.`c.d`",
      "ALTER TABLE b DELETE WHERE 1": "b",
      'delete from "b" where 1': '"b"'
    }
    for (const [sql, name] of Object.entries(names)) assert.strictEqual(of(sql), name)
  })

  it("is none for other statements, and for half a statement", () => {
    for (const sql of [
      "SELECT 'ALTER TABLE a DELETE WHERE 1'",
      "INSERT INTO a SELECT 1",
      "ALTER USER a",
      "DROP TABLE a",
      "ALTER TABLE",
      ""
    ])
      assert.isUndefined(of(sql), sql)
  })
})

/** A mutation that ends as `end` says when the engine is woken for the n-th time. */
const mutation = (n: number, end: (resolve: (value: string) => void, reject: (error: Error) => void) => void) => {
  const woken: Array<string> = []
  let finish = () => {}
  const done = new Promise<string>((resolve, reject) => {
    finish = () => end(resolve, reject)
  })
  const run = async (sql: string) => {
    woken.push(sql)
    if (woken.length === n) finish()
    throw new Error("there is no such table any more")
  }
  return { done, run, woken }
}

describe("hastening a mutation", () => {
  it("wakes the engine until the mutation is done, even if waking fails, and returns its result", async () => {
    const { done, run, woken } = mutation(3, (resolve) => resolve("written"))
    assert.strictEqual(await awaitMutation(done, "a.b", run), "written")
    assert.deepStrictEqual(woken, Array(3).fill("SYSTEM START TTL MERGES a.b"))
  })

  it("fails as the mutation does", async () => {
    const { done, run } = mutation(2, (_, reject) => reject(new Error("no such column")))
    const failure = await awaitMutation(done, "a.b", run).then(
      () => undefined,
      (error: Error) => error
    )
    assert.strictEqual(failure?.message, "no such column")
  })

  it("does not wake the engine for a mutation that is already done", async () => {
    const { run, woken } = mutation(1, () => {})
    assert.strictEqual(await awaitMutation(Promise.resolve(1), "a.b", run), 1)
    assert.deepStrictEqual(woken, [])
  })
})
