import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { ChoiceInput } from "../../release/catalogue/TableChoice.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { syntheticFiles } from "../../release/publisher/syntheticFiles.ts"
import { tableFile } from "../../release/publisher/tableFiles.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"
import { inStore } from "./inStore.ts"

const rows: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 60, 5],
  ["UKR", "POL", 2004, 40, 5],
  ["UKR", "FIN", 2004, 4, 4],
  ["BLR", "RUS", 2004, 33, 5],
  ["BLR", "POL", 2004, 6, 4],
  ["MDA", "RUS", 2004, 80, 6],
  ["MDA", "RUS", 2005, 45, 5, "UKR"],
  ["MDA", "POL", 2005, 30, 5, "UKR"],
  ["THA", "FIN", 2005, 25, 5],
  ["THA", "POL", 2005, 27, 5]
]

const publish = Effect.fn(function* (
  choices: ReadonlyArray<ChoiceInput>,
  more: { readonly method?: string; readonly key?: Redacted.Redacted<string> } = {}
) {
  const { release } = yield* Releases.createRelease({
    author: analyst("Ada Author"),
    profile: defaultProfile,
    choices: choices.map(choiceOf),
    ...more
  })
  for (const by of ["Bo Reviewer", "Cy Reviewer"])
    yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
  return yield* Releases.showRelease(release)
})

type Shown = Effect.Success<ReturnType<typeof Releases.showRelease>>

const figures = ({ cells }: Shown, choice = 0) =>
  new Map(
    cells.flatMap((cell) =>
      cell.choice === choice
        ? [[cell.labels.join(" "), cell.shown.state === "published" ? cell.shown.victims : cell.shown.state] as const]
        : []
    )
  )

const sum = (from: ReadonlyArray<RouteRow>, of: (row: RouteRow) => boolean) =>
  from.reduce((total, row) => total + (of(row) ? row[3] : 0), 0)

describe("releases of any table", () => {
  it.live("with totals and regions: published figures are true, and hidden ones cannot be derived from sums", () =>
    inStore(
      "release-tables",
      Effect.gen(function* () {
        yield* setRoutesMart(rows)
        yield* createVintage()
        const shown = yield* publish([
          { table: "flows", margins: true, levels: { origin: ["country", "subregion"] } },
          { table: "region_roles_origin", margins: true },
          { table: "region_roles_transit" },
          { table: "prefixes" }
        ])
        const flows = figures(shown)
        assert.strictEqual(
          flows.get("Total Total Total"),
          sum(rows, () => true)
        )
        assert.strictEqual(flows.get("MDA RUS 2004"), 80)
        // Four persons and six: with the rest of their rows and columns they would be known.
        for (const small of ["UKR FIN 2004", "BLR POL 2004"]) assert.strictEqual(flows.get(small), "suppressed")
        assert.isAbove([...flows.values()].filter((one) => one === "suppressed").length, 4)
        for (const [labels, figure] of flows) {
          if (typeof figure !== "number") continue
          const [origin, destination, year] = labels.split(/ (?=[A-Z]{3}|\d{4}$|Total)/) as [string, string, string]
          if (/^\d/.test(origin)) continue
          const is = (label: string, value: string | number) => label === "Total" || label === String(value)
          const own = sum(rows, ([o, d, y]) => is(origin, o) && is(destination, d) && is(year, y))
          assert.strictEqual(figure, own, labels)
        }
        // Two tables of one cube agree on the same cell.
        for (const [labels, figure] of figures(shown, 1)) {
          const [origin, year] = labels.split(" ")
          assert.strictEqual(flows.get(`${origin} Total ${year}`), figure, labels)
        }
        assert.strictEqual(figures(shown, 2).get("via UKR 2005"), 75)
        assert.strictEqual(figures(shown, 3).get("begins MDA > UKR 2005"), 75)
        for (const audit of yield* Releases.auditRelease(1))
          assert.deepStrictEqual([audit.narrow, audit.insiders, audit.together, audit.coalitions], [0, 0, 0, 15])
        // The page shows flows by country and year, as they were released.
        const page = yield* publishedFlows()
        for (const { origin, destination, year, state, victims } of page.cells)
          assert.strictEqual(flows.get(`${origin} ${destination} ${year}`), victims ?? state)
        assert.isTrue(page.cells.every(({ state, victims }) => (state === "published") === (victims !== undefined)))
      })
    )
  )

  it.live("distinguish unreported from zero, in files and for readers, and for no attacker", () =>
    inStore(
      "release-silence",
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        yield* setRoutesMart(rows)
        yield* warehouse.command(
          "CREATE TABLE corridor_mart.coverage (partner_id String, record_kind String, year Nullable(UInt16), month Nullable(UInt8), state String, persons Nullable(UInt64), invented UInt8) ENGINE = MergeTree ORDER BY partner_id"
        )
        const states = {
          2003: "not_collected",
          2004: "reported",
          2005: "reported",
          2006: "not_reported",
          2007: "zero",
          2008: "not_reported"
        }
        yield* warehouse.insert(
          "corridor_mart.coverage",
          Object.entries(states).flatMap(([year, state]) =>
            ["p01", "p02"].flatMap((partner_id) =>
              // Only the first months of the last year are over.
              Array.from({ length: year === "2008" ? 2 : 12 }, (_, m) => ({
                partner_id,
                record_kind: "route",
                year: Number(year),
                month: m + 1,
                state,
                persons: state === "reported" ? 40 : null,
                invented: 0
              }))
            )
          ),
          { token: "" }
        )
        yield* createVintage()
        const shown = yield* publish([{ table: "region_roles_destination" }, { table: "flows", from: 2004, to: 2006 }])
        const [roles, flows] = [figures(shown), figures(shown, 1)]
        for (const place of ["FIN", "POL", "RUS"]) {
          assert.strictEqual(roles.get(`${place} 2003`), "not_collected")
          assert.strictEqual(roles.get(`${place} 2006`), "not_reported")
          // A report of zero persons is a report.
          assert.isFalse(roles.has(`${place} 2007`))
          assert.isFalse(roles.has(`${place} 2008`))
        }
        assert.isFalse(flows.has("UKR RUS 2003"))
        assert.strictEqual(flows.get("UKR RUS 2006"), "not_reported")
        const csv = new TextDecoder().decode((yield* tableFile({ ...shown, invented: false }, 0, "csv")).bytes)
        assert.include(csv, "POL,2006,not_reported,,,,\n")
        const stored = yield* warehouse.query<{ state: string; n: number }>(
          "SELECT toString(state) AS state, toFloat64(count()) AS n FROM corridor_release.cell WHERE table = 'region_roles_destination' AND victims IS NULL GROUP BY state ORDER BY state"
        )
        assert.deepStrictEqual(
          stored.filter(({ state }) => state !== "suppressed"),
          [
            { state: "not_collected", n: 3 },
            { state: "not_reported", n: 3 }
          ]
        )
        // The next release is audited against what was disclosed; unreported cells disclose no counts.
        for (const audit of yield* Releases.auditRelease(1))
          assert.deepStrictEqual([audit.small, audit.together], [0, 0])
        const again = yield* publish([{ table: "region_roles_destination" }])
        assert.strictEqual(figures(again).get("POL 2006"), "not_reported")
      })
    )
  )

  it.live("of places of transit with totals, for any routes", () =>
    inStore(
      "release-transit",
      Effect.gen(function* () {
        yield* setRoutesMart(rows)
        yield* createVintage()
        const shown = yield* publish([
          { table: "flows", margins: true },
          { table: "region_roles_transit", margins: true }
        ])
        const transit = figures(shown, 1)
        assert.strictEqual(transit.get("via UKR 2005"), 75)
        assert.strictEqual(transit.get("Total Total"), figures(shown).get("Total Total Total"))
      })
    )
  )

  it.live("as files of every format, all with the same cells", () =>
    inStore(
      "release-files",
      Effect.gen(function* () {
        yield* setRoutesMart(rows)
        yield* createVintage()
        const shown = yield* publish([{ table: "flows", margins: true }])
        const facts = { ...shown, invented: false }
        const csv = new TextDecoder().decode((yield* tableFile(facts, 0, "csv", { hxl: true })).bytes).split("\n")
        assert.strictEqual(csv[0], "origin,destination,year,state,victims,low,high,as_of")
        assert.strictEqual(
          csv[1],
          "#country+code+origin,#country+code+destination,#date+year,#status+disclosure,#affected+victims,#affected+min,#affected+max,#meta+release"
        )
        const lines = csv.slice(2, -1)
        assert.deepStrictEqual(lines, lines.toSorted())
        for (const line of lines) if (line.includes("suppressed")) assert.match(line, /,suppressed,,[1-9]\d*,\d+,$/)
        const json = JSON.parse(new TextDecoder().decode((yield* tableFile(facts, 0, "json")).bytes)) as {
          readonly cells: ReadonlyArray<Readonly<Record<string, unknown>>>
        }
        const asLine = (row: Readonly<Record<string, unknown>>) =>
          ["origin", "destination", "year", "state", "victims", "low", "high", "as_of"]
            .map((name) => row[name] ?? "")
            .join(",")
        assert.deepStrictEqual(json.cells.map(asLine), lines)
        const arrow = yield* tableFile(facts, 0, "arrow")
        const inside = Buffer.from(arrow.bytes)
        assert.strictEqual(inside.subarray(0, 6).toString(), "ARROW1")
        // Not compressed, for readers without compression: labels and counts are readable.
        for (const text of ["UKR", "suppressed", "victims"]) assert.isTrue(inside.includes(text), text)
        const parquet = yield* tableFile(facts, 0, "parquet")
        assert.strictEqual(parquet.name, "flows.parquet")
        assert.strictEqual(Buffer.from(parquet.bytes.slice(0, 4)).toString(), "PAR1")
      })
    )
  )

  it.live("return synthetic records that are marked, and contain nothing that is not published", () =>
    inStore(
      "release-synthetic",
      Effect.gen(function* () {
        yield* setRoutesMart(rows)
        yield* createVintage()
        const shown = yield* publish([{ table: "flows", margins: true, levels: { origin: ["country", "subregion"] } }])
        const [file, ...others] = yield* syntheticFiles(1)
        assert.deepStrictEqual(others, [])
        assert.strictEqual(file?.name, "flows.synthetic.csv")
        const [header = "", ...lines] = (file?.text ?? "").trim().split("\n")
        assert.include(header, "synthetic_record_of_no_person")
        assert.isAbove(lines.length, 50)
        const published = figures(shown)
        const found = new Map<string, number>()
        const names = header.split(",")
        for (const line of lines) {
          const values = line.split(",")
          assert.strictEqual(values[0], "synthetic")
          const labels = ["origin", "destination", "year"].map((name) => values[names.indexOf(name)] ?? "")
          if (labels.includes("")) continue
          found.set(labels.join(" "), (found.get(labels.join(" ")) ?? 0) + 1)
        }
        assert.isAbove(found.size, 0)
        for (const [labels, records] of found) assert.isAtMost(records, published.get(labels) as number, labels)
        assert.deepStrictEqual([file?.report.attack.unsupported, file?.report.attack.exceeding], [0, 0])
        assert.strictEqual((yield* syntheticFiles(1))[0]?.text, file?.text)
        yield* Releases.moveRelease({ release: 1, move: "retract", by: reviewer("Cy Reviewer") })
        assert.strictEqual((yield* Effect.flip(syntheticFiles(1)))._tag, "ReleaseRefused")
      })
    )
  )

  it.live(
    "by methods that round or draw: figures near the counts, the same cells hidden, the same key the same figures",
    () =>
      inStore(
        "release-methods",
        Effect.gen(function* () {
          yield* setRoutesMart(rows)
          yield* createVintage()
          const flows: ReadonlyArray<ChoiceInput> = [{ table: "flows", margins: true }]
          const work = { author: analyst("Ada Author"), profile: defaultProfile, choices: flows.map(choiceOf) }
          const tried = Effect.fn(function* (method: string, key?: Redacted.Redacted<string>) {
            const { release } = yield* Releases.createRelease({ ...work, method, key })
            const made = figures(yield* Releases.showRelease(release))
            yield* Releases.moveRelease({ release, move: "reject", by: reviewer("Bo Reviewer") })
            return made
          })
          const exact = yield* tried("suppression")
          const rounded = yield* tried("rounding")
          const refused = yield* Effect.flip(tried("cell-key"))
          assert.strictEqual(refused._tag, "MethodRefused")
          const key = Redacted.make("a secret of this test")
          const drawn = yield* tried("cell-key", key)
          assert.deepStrictEqual(yield* tried("cell-key", key), drawn)
          for (const [labels, count] of exact) {
            if (count === "suppressed") {
              assert.strictEqual(rounded.get(labels), "suppressed")
              assert.strictEqual(drawn.get(labels), "suppressed")
              continue
            }
            assert.strictEqual((rounded.get(labels) as number) % 5, 0)
            assert.isBelow(Math.abs((rounded.get(labels) as number) - (count as number)), 5.5)
            if (typeof drawn.get(labels) === "number")
              assert.isAtMost(Math.abs((drawn.get(labels) as number) - (count as number)), 25)
          }
        })
      )
  )

  it.live("figures published before the ledger existed are added to it, and no release contradicts them", () =>
    inStore(
      "release-old",
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        yield* warehouse.insert(
          "corridor_release.flow",
          [
            ["UKR", "RUS", 2004, "published", 58],
            ["UKR", "POL", 2004, "published", 20],
            ["UKR", "FIN", 2004, "suppressed", null]
          ].map(([origin, destination, year, state, victims]) => ({
            origin,
            destination,
            year,
            state,
            victims,
            invented: false,
            profile: "ctdc-11",
            published_at: "2020-01-01 00:00:00"
          })),
          { token: "old" }
        )
        yield* setRoutesMart([
          ["UKR", "RUS", 2004, 60, 5],
          ["UKR", "POL", 2004, 40, 5],
          ["UKR", "FIN", 2004, 11, 4]
        ])
        yield* createVintage()
        const shown = yield* publish([{ table: "flows" }])
        // 60 less 58 would be two persons; 11 might be one who came after ten.
        assert.deepStrictEqual(
          [...figures(shown)],
          [
            ["UKR FIN 2004", "suppressed"],
            ["UKR POL 2004", 40],
            ["UKR RUS 2004", 58]
          ]
        )
        yield* Releases.reconcileReleases()
        assert.strictEqual((yield* readLedger()).filter(({ body }) => body.kind === "adopted").length, 1)
        // Nor over it by a total.
        yield* createVintage()
        const totals = figures(yield* publish([{ table: "flows", margins: true }]))
        assert.strictEqual(totals.get("UKR RUS 2004"), 58)
        for (const total of ["UKR Total 2004", "Total Total Total"]) assert.notStrictEqual(totals.get(total), 111)
      })
    )
  )

  it.live("a group whose members all share a sensitive value may have others for all that is shown", () =>
    inStore(
      "release-homogeneous",
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        yield* warehouse.command(
          "CREATE TABLE corridor_mart.partner_victims (partner_id String, country String, year UInt16, sex String, age_group String, form String, risk_group String, victims UInt64, invented UInt8) ENGINE = MergeTree ORDER BY country"
        )
        const put = (country: string, sex: string, form: string, each: number) =>
          Array.from({ length: 5 }, (_, p) => ({
            partner_id: `p${p}`,
            country,
            year: 2010,
            sex,
            age_group: "18AndOver",
            form,
            risk_group: "Other",
            victims: each,
            invented: 0
          }))
        yield* warehouse.insert(
          "corridor_mart.partner_victims",
          [
            ...put("RUS", "Female", "SexualExploitation", 10),
            ...put("RUS", "Male", "SexualExploitation", 8),
            ...put("RUS", "Male", "ForcedLabourServitudeSlavery", 12),
            ...put("POL", "Female", "SexualExploitation", 9),
            ...put("POL", "Female", "ForcedLabourServitudeSlavery", 7),
            ...put("POL", "Male", "ForcedLabourServitudeSlavery", 11)
          ],
          { token: "" }
        )
        yield* createVintage()
        const shown = figures(yield* publish([{ table: "victims", by: ["country", "sex", "form"], margins: true }]))
        // All women of RUS were exploited sexually: whether some were not stays open.
        const isPublished = (labels: string) => typeof shown.get(labels) === "number"
        assert.isFalse(isPublished("RUS Female SexualExploitation") && isPublished("RUS Female Total"))
        assert.strictEqual(shown.get("RUS Female ForcedLabourServitudeSlavery"), "suppressed")
        assert.isFalse(isPublished("POL Male ForcedLabourServitudeSlavery") && isPublished("POL Male Total"))
        assert.isTrue(isPublished("Total Total Total"))
      })
    )
  )
})
