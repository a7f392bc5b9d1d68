import { assert, describe, it } from "vitest"
import { toWarehouseError } from "../../../infra/warehouse/WarehouseFailure.ts"

const words = "DB::Exception: Cannot insert into table with value 'CANARY'."

/** As the embedded engine reports it. */
const embedded = (code: number, name: string) => new Error(`Code: ${code}. ${words} (${name})`)
/** As the client library reports it. */
const client = (code: number, type: string) => Object.assign(new Error(words), { code: String(code), type })

describe("ClickHouse's errors", () => {
  const passing: ReadonlyArray<readonly [code: number, name: string, words: string]> = [
    [164, "READONLY", "read-only for this user"],
    [242, "TABLE_IS_READ_ONLY", "the table is read-only"],
    [243, "NOT_ENOUGH_SPACE", "the disk is full"],
    [252, "TOO_MANY_PARTS", "the table has too many parts: merges are behind"],
    [241, "MEMORY_LIMIT_EXCEEDED", "out of memory"],
    [201, "QUOTA_EXCEEDED", "the quota is exceeded"]
  ]
  for (const [code, name, why] of passing)
    it(`${code} ${name} is retried: the store may recover`, () => {
      for (const error of [embedded(code, name), client(code, name)]) {
        const made = toWarehouseError("insert", error)
        assert.isTrue(made.retryable)
        assert.strictEqual(made.code, code)
        assert.strictEqual(made.message, `ClickHouse refused the insert: ${code} ${name} (${why})`)
      }
    })

  it("a disk or quota without room for another file, of which the engine has no code, is a full one", () => {
    for (const [words, why] of [
      ["No space left on device", "the disk is full"],
      ["Disk quota exceeded", "the disk quota of its user is used up"]
    ] as const) {
      const made = toWarehouseError(
        "insert",
        new Error(`Code: 1001. DB::Exception: filesystem error: ${words} ['CANARY']. (STD_EXCEPTION)`)
      )
      assert.isTrue(made.retryable)
      assert.strictEqual(made.message, `ClickHouse refused the insert: 243 NOT_ENOUGH_SPACE (${why})`)
    }
  })

  it("a statement that is wrong stays wrong", () => {
    for (const [code, name] of [
      [60, "UNKNOWN_TABLE"],
      [16, "NO_SUCH_COLUMN_IN_TABLE"],
      [516, "AUTHENTICATION_FAILED"],
      [497, "ACCESS_DENIED"],
      [27, "CANNOT_PARSE_INPUT_ASSERTION_FAILED"]
    ] as const) {
      const made = toWarehouseError("query", client(code, name))
      assert.isFalse(made.retryable, name)
      assert.strictEqual(made.message, `ClickHouse refused the query: ${code} ${name}`)
    }
  })

  it("no answer, or one that is none of ClickHouse's, passes", () => {
    for (const error of [
      Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:8123"), { code: "ECONNREFUSED" }),
      new Error("socket hang up"),
      new Error("<html>502 Bad Gateway CANARY</html>")
    ]) {
      const made = toWarehouseError("insert", error)
      assert.isTrue(made.retryable)
      assert.isUndefined(made.code)
      assert.strictEqual(made.message, "ClickHouse did not respond to the insert")
    }
  })

  it("never contains a value", () => {
    for (const error of [embedded(60, "UNKNOWN_TABLE"), client(243, "NOT_ENOUGH_SPACE"), new Error("CANARY")]) {
      const made = toWarehouseError("insert", error)
      assert.notInclude(made.message, "CANARY")
      assert.notInclude(JSON.stringify(made), "CANARY")
      assert.notInclude(String(made), "CANARY")
    }
  })
})
