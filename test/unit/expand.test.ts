import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type ExpandOptions, expandCounts } from "../../ingest/demo/expand.ts"
import { describeWithTable, sharedData } from "../fixtures/sharedData.ts"

const glotip = sharedData("glotip_od.csv")

/** A folder that goes with the test. */
const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "corridor-expand-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)
const expand = (options: ExpandOptions) => expandCounts(options).pipe(Effect.provide(NodeServices.layer))

interface Line {
  readonly caseReference: string
  readonly citizenship: ReadonlyArray<string>
  readonly legs: ReadonlyArray<{ readonly country: string; readonly role: string; readonly year: number }>
}
const linesOf = (path: string): ReadonlyArray<string> => readFileSync(path, "utf8").split("\n").slice(0, -1)
const recordsOf = (path: string): ReadonlyArray<Line> => linesOf(path).map((line) => JSON.parse(line) as Line)

/** Cells by "origin destination year", counted line by line. */
const cells = (records: ReadonlyArray<Line>): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const { legs } of records) {
    const key = `${legs[0]?.country} ${legs[1]?.country} ${legs[0]?.year}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** Split at commas outside quotes: enough for the published table, and no code of the product. */
const split = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map(([, raw = "", quoted]) => quoted ?? raw)

/** The published table summed from the reviewed mapping of its labels. */
const published = () => {
  const fixture = readFileSync(new URL("./fixtures/glotip-labels.csv", import.meta.url), "utf8")
    .trim()
    .split("\n")
  const codes = new Map(fixture.slice(1).map((line) => [split(line)[0] ?? "", split(line)[1] ?? ""]))
  const sums = new Map<string, number>()
  const left = new Map<string, number>()
  let below = 0
  for (const line of readFileSync(glotip, "utf8").trim().split(/\r?\n/).slice(1)) {
    const [destination, , label = "", year, count = ""] = split(line)
    if (count.startsWith("<")) below++
    const origin = codes.get(label)
    if (origin === "") left.set(label, (left.get(label) ?? 0) + 1)
    if (origin === "" || count.startsWith("<")) continue
    const key = `${origin} ${destination} ${year}`
    sums.set(key, (sums.get(key) ?? 0) + Number(count.replaceAll(",", "")))
  }
  return { sums, left, below, mapped: [...codes.values()].filter((code) => code !== "").length }
}

const sorted = (map: Map<string, number>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

describeWithTable("glotip_od.csv", "GLOTIP's table", () => {
  it.effect("becomes as many individuals as it counts, cell by cell", () =>
    Effect.gen(function* () {
      const out = join(yield* folder, "all.ndjson")
      const result = yield* expand({ counts: glotip.pathname, out })
      const records = recordsOf(out)
      const expected = published()
      assert.deepStrictEqual(sorted(cells(records)), sorted(expected.sums))
      assert.strictEqual(result.records, records.length)
      assert.strictEqual(result.mapped, expected.mapped)
      assert.isAtLeast(result.mapped, 215)
      assert.strictEqual(result.belowThreshold, expected.below)
      assert.deepStrictEqual(
        sorted(new Map(result.unmapped.map(({ label, rows }) => [label, rows]))),
        sorted(expected.left)
      )
      assert.strictEqual(new Set(records.map((record) => record.caseReference)).size, records.length)
      assert.isTrue(records.some(({ legs }) => legs[0]?.country === legs[1]?.country))
      const isOdd = ({ legs, citizenship }: Line) =>
        citizenship.join() !== legs[0]?.country || legs.map(({ role }) => role).join() !== "Origin,Destination"
      assert.deepStrictEqual(records.filter(isOdd), [])
    })
  )
})

const table = (rows: ReadonlyArray<string>) => `${rows.join("\n")}\n`

describe("any table", () => {
  it.effect("is spread over partners by the seed, each record once", () =>
    Effect.gen(function* () {
      const dir = yield* folder
      const counts = join(dir, "counts.csv")
      writeFileSync(
        counts,
        table(["citizenship,Detecting country,year,count", "Ukraine,POL,2010,6000", 'NA,Türkiye,2011,"1,000"'])
      )
      const spread = (name: string, seed: number) =>
        Effect.gen(function* () {
          const result = yield* expand({ counts, out: join(dir, `${name}.ndjson`), partners: 3, seed })
          const whole = linesOf(join(dir, `${name}.ndjson`))
          const parts = [1, 2, 3].map((n) => linesOf(join(dir, `${name}.${n}.ndjson`)))
          assert.strictEqual(result.records, 7000)
          assert.deepStrictEqual(parts.flat().sort(), [...whole].sort())
          for (const part of parts) assert.isAbove(part.length, 2000)
          return { whole, parts }
        })
      const once = yield* spread("a", 7)
      assert.deepStrictEqual(yield* spread("b", 7), once)
      assert.notDeepEqual(
        (yield* spread("c", 8)).parts.map((part) => part.length),
        once.parts.map((part) => part.length)
      )
      assert.deepStrictEqual(sorted(cells(recordsOf(join(dir, "a.ndjson")))), [
        ["NAM TUR 2011", 1000],
        ["UKR POL 2010", 6000]
      ])
    })
  )

  it.effect("skips and reports what it cannot count", () =>
    Effect.gen(function* () {
      const dir = yield* folder
      const counts = join(dir, "counts.csv")
      writeFileSync(
        counts,
        table([
          "origin;destination;year;count",
          "Korea;Japan;2010;5",
          "Unknown;Japan;2010;<5",
          "Unknown;Japan;2011;2",
          "China;Nowhere;2010;3",
          "China;Japan;2010;< 5",
          "China;Japan;2011;",
          "China;Japan;2012;0",
          "China;China;2012;2"
        ])
      )
      const result = yield* expand({ counts, out: join(dir, "out.ndjson") })
      assert.deepStrictEqual(result, {
        records: 2,
        mapped: 1,
        unmapped: [
          { label: "Unknown", rows: 2 },
          { label: "Korea", rows: 1 },
          { label: "Nowhere", rows: 1 }
        ],
        belowThreshold: 2,
        notReported: 1
      })
      const [first] = recordsOf(join(dir, "out.ndjson"))
      assert.deepStrictEqual(first?.citizenship, [])
      assert.deepStrictEqual(
        first?.legs.map((leg) => leg.country),
        ["CHN", "CHN"]
      )
    })
  )

  it.effect("is refused as a whole if a cell is not a count or not a year, and no file is written", () =>
    Effect.gen(function* () {
      const dir = yield* folder
      const counts = join(dir, "counts.csv")
      writeFileSync(
        counts,
        table(["origin,destination,year,count", "China,Japan,2010,12.5", "China,Japan,20x0,-3", "China,Japan,2010"])
      )
      const error = yield* Effect.flip(expand({ counts, out: join(dir, "out.ndjson") }))
      assert.strictEqual(error._tag, "CountTableRefused")
      if (error._tag === "CountTableRefused")
        assert.deepStrictEqual(
          error.problems.map(({ row, column, rule }) => `${row} ${column} ${rule}`),
          ["2 count not-a-count", "3 count not-a-count", "3 year not-a-year", "4  malformed-row"]
        )
      assert.throws(() => readFileSync(join(dir, "out.ndjson")), /ENOENT/)
      writeFileSync(counts, table(["origin,year", "China,2010"]))
      const lacking = yield* Effect.flip(expand({ counts, out: join(dir, "out.ndjson") }))
      assert.deepStrictEqual(
        lacking._tag === "CountTableRefused" && lacking.problems.map((problem) => problem.column),
        ["destination", "count"]
      )
    })
  )

  it.effect("that does not exist is reported as a file", () =>
    Effect.gen(function* () {
      const dir = yield* folder
      const error = yield* Effect.flip(expand({ counts: join(dir, "none.csv"), out: join(dir, "out.ndjson") }))
      assert.strictEqual(error._tag, "FileUnreadable")
    })
  )
})
