/** Every file that has a place for the licence of its data names it, and CSV stays what its metadata describe. */
import { crc32 } from "node:zlib"
import { assert, it } from "vitest"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { encodeTablePage } from "../../../site/api/formats/encodeTablePage.ts"
import { tablePage } from "../../../site/api/tables/TablePage.ts"
import { unpack } from "../../../site/bundle/archive.ts"
import { readTableFile } from "../../../site/bundle/readTableFile.ts"
import { withPngText } from "../../../site/explorer/drawings/pngText.ts"
import { pngOf } from "../../../site/explorer/server/pngOf.ts"
import type { Format } from "../../../site/metadata/formats.ts"

const licence = "https://example.org/licence?a=1&b=2"

const builder = tableBuilder(tableFacts("flows", ["origin", "year"]), 1, 1, new Map())
builder.know(0, "UKR")
builder.know(1, "2008")
builder.add({ labels: ["UKR", "2008"], state: "published", victims: 40, low: null, high: null, asOf: 1 })
const release = {
  release: 1,
  state: "published",
  vintage: { number: 1, hash: "", frozenAt: "2026-01-01T00:00:00Z" },
  publishedAt: "2026-01-02T00:00:00Z",
  tables: ["flows"],
  method: "suppression",
  profile: "ctdc-11",
  invented: false
} as unknown as PublishedRelease
const page = tablePage(release, builder.table(), { labels: new Map(), page: 1, size: 10, hxl: false, canonical: "" })
if (page === undefined) throw new Error("the table has no page")

const bytesIn = (format: Format, own: string | undefined) =>
  encodeTablePage(page, format, "/v1/flows", new URLSearchParams(), own).bytes

it.each(["json", "arrow", "parquet"] as const)("%s", async (format) => {
  assert.strictEqual((await readTableFile(bytesIn(format, licence), format)).facts?.get("corridor.licence"), licence)
  assert.isUndefined((await readTableFile(bytesIn(format, undefined), format)).facts?.get("corridor.licence"))
})

it("xlsx, in each language", () => {
  const parts = unpack(bytesIn("xlsx", licence))
  if (typeof parts === "string") throw new Error(parts)
  const sheets = [2, 3, 4, 5].map((n) => new TextDecoder().decode(parts.get(`xl/worksheets/sheet${n}.xml`)))
  for (const [i, word] of ["licence", "лицензия", "ліцензія", "licență"].entries()) {
    assert.include(sheets[i], `>${word}<`)
    assert.include(sheets[i], "https://example.org/licence?a=1&amp;b=2")
  }
})

it("csv is the same with and without", () => {
  assert.deepStrictEqual(bytesIn("csv", licence), bytesIn("csv", undefined))
})

it("png, in a part that the standard allows there", async () => {
  const plain = Buffer.from(await pngOf('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>', 8))
  const png = Buffer.from(withPngText(plain, "Copyright", licence))
  const parts: Array<readonly [type: string, text: string]> = []
  for (let at = 8; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at)
    assert.strictEqual(png.readUInt32BE(end), crc32(png.subarray(at + 4, end)))
    parts.push([png.toString("latin1", at + 4, at + 8), png.toString("latin1", at + 8, end)])
    at = end + 4
  }
  assert.strictEqual(parts[0]?.[0], "IHDR")
  assert.deepStrictEqual(parts[1], ["tEXt", `Copyright\0${licence}`])
  assert.strictEqual(parts.at(-1)?.[0], "IEND")
  assert.strictEqual(png.length - plain.length, 12 + "Copyright".length + 1 + licence.length)
})
