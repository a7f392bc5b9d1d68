import { assert, describe, it } from "vitest"
import { contentHash } from "../../../ingest/transcode/ContentHash.ts"
import type { RawColumn } from "../../../schemas/RawTables.ts"

const columns = ["a", "b", "c"].map((name) => ({ name }) as RawColumn)

describe("ContentHash", () => {
  it("never changes: stored rows are compared by it", () => {
    assert.strictEqual(contentHash(columns, { a: "UKR", b: [2019, null, "Origin"], c: null }), "5085423924204348696")
  })
})
