import { createHash } from "node:crypto"
import { assert, describe, it } from "vitest"
import { readLz4Frames } from "../../../infra/warehouse/http/Lz4Frame.ts"

/** Frames written by ClickHouse (liblz4): one that compresses well, one of digests that hardly compresses. */
const repeats = Buffer.from(
  "BCJNGEBQd9UAAAD5ADAJVUtSIFJVUyBNREEKMQ4AGTIOABkzDgAZNA4AGTUOABk2DgAPYgD//////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////zpQIE1EQQoAAAAA",
  "base64"
)
const digests = Buffer.from(
  "BCJNGEBQdykBAIBDRkNEMjA4NDk1RDU2NUVGNjZFN0RGRjlGOTg3NjREQQpDNENBNDIzOEEwQjkyMzgyMERDQzUwOUE2Rjc1ODQ5QgpDODFFNzI4RDlENEMyRjYzNkYwNjdGODlDQzE0ODYyQwpFQ0NCQzg3RTRCNUNFMkZFMjgzMDhGRDlGMkE3QkFGMwpBODdGRjY3OUEyRjNFNzFEOTE4MUE2N0I3NTQyMTIyQwpFNERBM0I3RkJCQ0UyMzQ1RDc3NzJCMDY3NEEzMThENQoxNjc5MDkxQzVBODgwRkFGNkZCNUU2MDg3RUIxQjJEQwo4RjE0RTQ1RkNFRUExNjdBNUEzNkRFREQ0QkVBMjU0MwpDOUYwRjg5NUZCOThBQjkxNTlGNTFGRDAyOTdFMjM2RAoAAAAA",
  "base64"
)

const repeated = Array.from({ length: 3_000 }, (_, i) => `${i % 7}\tUKR RUS MDA\n`).join("")
const digested = Array.from(
  { length: 9 },
  (_, i) => `${createHash("md5").update(String(i)).digest("hex").toUpperCase()}\n`
).join("")

describe("LZ4 frames", () => {
  it("are read as they were written", () => {
    assert.strictEqual(readLz4Frames(repeats, 1_000_000).toString(), repeated)
    assert.strictEqual(readLz4Frames(digests, 1_000_000).toString(), digested)
  })

  it("may follow one another, as clickhouse-connect sends a block in each", () => {
    const all = Buffer.concat([digests, repeats, digests])
    assert.strictEqual(readLz4Frames(all, 1_000_000).toString(), digested + repeated + digested)
    assert.throws(() => readLz4Frames(Buffer.concat([digests, Buffer.from([1, 2, 3])]), 1_000_000), /CANNOT_DECOMPRESS/)
  })

  it("are not read beyond the limit", () => {
    assert.strictEqual(readLz4Frames(repeats, repeated.length).length, repeated.length)
    assert.throws(() => readLz4Frames(repeats, repeated.length - 1), /CANNOT_DECOMPRESS/)
  })

  it("that are cut off or changed end in an error or in other bytes, never in a crash or a hang", () => {
    for (let end = 0; end < repeats.length; end++)
      assert.throws(() => readLz4Frames(repeats.subarray(0, end), 1_000_000), /CANNOT_DECOMPRESS/)
    for (let at = 0; at < digests.length; at++) {
      const broken = Buffer.from(digests)
      broken[at] = (broken[at] ?? 0) ^ 0x81
      try {
        assert.isAtMost(readLz4Frames(broken, 100_000).length, 100_000)
      } catch (error) {
        assert.match(String(error), /CANNOT_DECOMPRESS/)
      }
    }
  })
})
