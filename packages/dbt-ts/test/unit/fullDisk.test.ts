import { Redacted } from "effect"
import { assert, it } from "vitest"
import { toClickHouseError } from "../../src/store/toClickHouseError.ts"

const advice =
  "The disk of ClickHouse is full. Free some space, or remove files if it has no inodes left (df -i), then run the command again"

it.each([
  [
    "as the embedded engine words it",
    new Error("Code: 243. DB::Exception: Cannot reserve 1.00 MiB. (NOT_ENOUGH_SPACE)")
  ],
  ["as a server's client reports it", Object.assign(new Error("Cannot reserve 1.00 MiB"), { code: "243" })],
  [
    "where a file is written",
    new Error("Code: 1001. DB::Exception: filesystem error: No space left on device. (STD_EXCEPTION)")
  ]
])("an error of a full disk says what to do, %s", (_, error) => {
  const made = toClickHouseError(error)
  assert.strictEqual(made.kind, "failed")
  assert.strictEqual(Redacted.value(made.detail), advice)
})

it("other errors keep ClickHouse's own text", () => {
  const text = "Code: 60. DB::Exception: Unknown table. (UNKNOWN_TABLE)"
  assert.strictEqual(Redacted.value(toClickHouseError(new Error(text)).detail), text)
})
