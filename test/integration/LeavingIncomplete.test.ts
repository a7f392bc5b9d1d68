/**
 * What leaves a store whose last months are not complete: how late records come decides which months and years are marked, left out of trends and
 * estimated. Every byte is the same without the counts and the delays, and no number of them appears.
 */

import { Effect } from "effect"
import { strFromU8, unzipSync } from "fflate"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { Warehouse } from "../../ports/Warehouse.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { deleteContent } from "../../release/vintage/FrozenContent.ts"
import { vintagesIn } from "../../release/vintage/Vintages.ts"
import { releaseIncomplete } from "../fixtures/incompleteMonths.ts"
import { type ServedStore, serveStore } from "../fixtures/servedStore.ts"

/** Persons of two partners in the last year, and records that two partners loaded in each month: numbers that stand nowhere else. */
const hiddenCounts = [7_331, 7_457, 7_529] as const
const [hiddenPersons, hiddenRecords, lateRecords] = hiddenCounts

/** Removes marts and the counts of vintages, delays among them. */
const deleteCounts = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const marts = vintagesIn(yield* readLedger()).flatMap((one) => one.marts)
  yield* deleteContent(marts.map((one) => one.hash))
  for (const { mart } of marts) yield* warehouse.command(`DROP TABLE corridor_mart.${mart} SYNC`)
  return marts.map(({ mart }) => mart)
})

const trendOf = (table: string, route: string) => `/v1/trends?table=${table}&${route}`
const [known, hidden] = ["origin=UKR&destination=RUS", "origin=TJK&destination=TUR"]

const paths = [
  ...[
    "/",
    "/plain",
    "/corridor/UKR/RUS",
    "/corridor/TJK/TUR",
    "/country/RUS",
    "/country/TUR",
    "/stories",
    "/editions",
    "/persons"
  ],
  ...["?view=table", "?view=trend&series=flows&label=UKR~RUS", "?view=regions"].map((query) => `/${query}`),
  ...["trend", "map"].map((view) => `/embed?release=1&view=${view}`),
  ...["/v1/flows", "/v1/releases", "/v1/releases/1", "/v1/coverage", "/v1/editions/main/feed.atom"],
  ...[trendOf("flows", known), trendOf("flows", hidden), trendOf("arrivals_by_month", "")],
  ...["flows", "arrivals_by_month"].flatMap((table) =>
    ["csv", "xlsx"].map((format) => `/v1/releases/1/tables/${table}?format=${format}`)
  ),
  ...["sdmx/structure.json", "sdmx/data/flows"].map((one) => `/v1/editions/main/latest/${one}`),
  "/preview.png?release=1&lang=uk&view=trend"
]

interface Left {
  readonly status: number
  readonly bytes: Buffer
}

describe("what leaves a store whose last months are not complete", () => {
  let rig: ServedStore
  const left = new Map<string, Left>()

  const fetchPath = async (path: string): Promise<Left> => {
    const answer = await fetch(`http://127.0.0.1:${rig.port}${path}`)
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
  }

  const start = async (port = 0) => {
    rig = await serveStore("incomplete", releaseIncomplete(hiddenCounts), { port, kept: "incomplete" })
  }

  beforeAll(async () => {
    await start()
    for (const path of paths) left.set(path, await fetchPath(path))
  })
  afterAll(() => rig?.close())

  it("says which months are not complete", () => {
    const textOf = (path: string) => String(left.get(path)?.bytes)
    const { pages } = JSON.parse(textOf("/v1/releases/1")) as { readonly pages: Readonly<Record<string, string>> }
    assert.match(pages["completeness.csv"] ?? "", /^route,\d{4}-\d{2},0\.\d+,/m)
    assert.notInclude(pages["completeness.csv"], "victim")
    assert.include(pages["COVERAGE.md"], "Not complete yet: route records")
    assert.include(textOf(trendOf("flows", known)), "of which records are still expected")
    const missing = [...left].flatMap(([path, { status }]) => (status === 200 ? [] : [`${status} ${path}`]))
    assert.deepStrictEqual(missing, [])
  })

  it("contains no hidden count and no number of records", () => {
    const bad: Array<string> = []
    for (const [path, { bytes }] of left) {
      const isWorkbook = path.endsWith("xlsx")
      const text = isWorkbook
        ? Object.values(unzipSync(bytes))
            .map((part) => strFromU8(part))
            .join(" ")
        : String(bytes)
      const plain = text.replace(/[0-9a-f]{32,}/g, "").replace(/(?<=\d)[,\u202f\u00a0 ](?=\d{3}(?!\d))/g, "")
      for (const number of [hiddenPersons, hiddenRecords, lateRecords])
        if (new RegExp(`(?<![0-9.])${number}(?![0-9])`).test(plain)) bad.push(`${path}: ${number}`)
    }
    assert.deepStrictEqual(bad, [])
  })

  it("is the same, byte for byte, without the counts and the delays", async () => {
    await rig.close()
    await start(rig.port)
    assert.include(await rig.inside(deleteCounts), "loading_delays")
    const strange: Array<string> = []
    for (const [path, before] of left) if (!(await fetchPath(path)).bytes.equals(before.bytes)) strange.push(path)
    assert.deepStrictEqual(strange, [])
  })
})
