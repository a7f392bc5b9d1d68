/** `protect` and `audit` as a user runs them: files in, files out, exit codes, one document, nothing that discloses hidden counts. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { assert, describe, it } from "vitest"
import { describeWithTable, sharedData } from "../fixtures/sharedData.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { printed, runJson as runJsonProcess } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"

const folder = testFolder("protect")
const data = join(folder, "data")

const at = (name: string) => join(folder, name)
const file = (name: string, rows: ReadonlyArray<ReadonlyArray<string | number>>) => {
  writeFileSync(at(name), `${rows.map((row) => row.join(",")).join("\n")}\n`)
  return at(name)
}

interface ProtectDocument {
  readonly cells: number
  readonly primary: number
  readonly secondary: number
  readonly hiddenValueShare: number
  readonly method: string
  readonly minimumInterval: number | null
  readonly undecided: number
  readonly seconds: number
}

interface AuditDocument {
  readonly cells: number
  readonly suppressed: number
  readonly narrow: number
  readonly pinned: number
  readonly undecided: number
  readonly notAdditive: ReadonlyArray<string>
  readonly minimumInterval: number | null
  readonly intervals: ReadonlyArray<{
    readonly cell: Readonly<Record<string, string>>
    readonly low: number
    readonly high: number
    readonly verdict: string
  }>
  readonly changes: ReadonlyArray<{ readonly cell: Readonly<Record<string, string>> }>
}

const protect = (input: string, out: string, ...more: ReadonlyArray<string>) => [
  "protect",
  "--input",
  input,
  "--count",
  "n",
  "--dimensions",
  "origin,destination",
  "--out",
  out,
  "--key-file",
  at("pattern.key"),
  ...more
]

type Cell = readonly [origin: string, destination: string, count: number]

/** The cells with all their margins. */
const withTotals = (cells: ReadonlyArray<Cell>): ReadonlyArray<Cell> => {
  const sums = new Map<string, number>()
  for (const [o, d, n] of cells)
    for (const key of [`${o}|${d}`, `${o}|Total`, `Total|${d}`, "Total|Total"]) sums.set(key, (sums.get(key) ?? 0) + n)
  return [...sums].map(([key, n]) => [...key.split("|"), n] as unknown as Cell)
}

const flows: ReadonlyArray<Cell> = [
  ["NA", "ITA", 4],
  ["NA", "FRA", 40],
  ["NA", "ESP", 0],
  ["MDA", "ITA", 60],
  ["MDA", "FRA", 7777],
  ["MDA", "ESP", 33],
  ["=UKR", "ITA", 25],
  ["=UKR", "FRA", 3],
  ["=UKR", "ESP", 90],
  ["BLR", "ITA", 55],
  ["BLR", "FRA", 44],
  ["BLR", "ESP", 66]
]
const header = ["origin", "destination", "n"]
const input = file("flows.csv", [header, ...withTotals(flows)])
const linesOf = (name: string) => readFileSync(at(name), "utf8").trim().split("\n")

describe("protect", () => {
  it("writes every cell with its state, in the order of labels, and no word of why", async () => {
    const { seconds, ...document } = await runJson<ProtectDocument>(protect(input, at("safe.csv")), { data })
    assert.isNumber(seconds)
    assert.sameMembers(Object.keys(document), [
      "cells",
      "primary",
      "secondary",
      "hiddenValueShare",
      "method",
      "minimumInterval",
      "undecided",
      "warnings"
    ])
    assert.deepInclude(document, { cells: 20, primary: 2, method: "suppression", undecided: 0 })
    assert.isAtLeast(document.minimumInterval as number, 5)
    const lines = linesOf("safe.csv")
    assert.strictEqual(lines[0], "origin,destination,n,state")
    assert.lengthOf(lines, 21)
    for (const line of lines.slice(1)) assert.match(line, /^[^,]+,[^,]+,(\d+,published|,suppressed)$/)
    assert.strictEqual(
      lines.filter((line) => line.endsWith(",suppressed")).length,
      document.primary + document.secondary
    )
    assert.include(lines, "NA,ITA,,suppressed")
    assert.include(lines, "'=UKR,FRA,,suppressed")
    assert.include(lines, "NA,ESP,0,published")
    const places = lines.slice(1).map((line) => line.split(",").slice(0, 2).join("|").replaceAll("Total", "~"))
    assert.deepStrictEqual(places, [...places].sort())
  })

  it("the order of the input changes nothing", async () => {
    const turned = file("turned.csv", [header, ...[...withTotals(flows)].sort((a, b) => b[2] - a[2])])
    await runJson(protect(turned, at("turned-safe.csv")), { data })
    assert.strictEqual(readFileSync(at("turned-safe.csv"), "utf8"), readFileSync(at("safe.csv"), "utf8"))
  })

  it("takes the secret of the pattern from a file, which it creates for its owner only", async () => {
    const key = readFileSync(at("pattern.key"), "utf8")
    assert.match(key, /^[0-9a-f]{64}\n$/)
    assert.strictEqual(statSync(at("pattern.key")).mode & 0o777, 0o600)
    await runJson(protect(input, at("again.csv")), { data })
    assert.strictEqual(readFileSync(at("again.csv"), "utf8"), readFileSync(at("safe.csv"), "utf8"))
    assert.strictEqual(readFileSync(at("pattern.key"), "utf8"), key)
  })

  it("hides that a group has one sensitive value, warns without the flag, and the audit finds it", async () => {
    const forms = file("forms.csv", [
      header,
      ...withTotals([
        ["BLR", "sexual", 40],
        ["MDA", "sexual", 60],
        ["MDA", "labour", 50],
        ["UKR", "sexual", 70],
        ["UKR", "labour", 80]
      ])
    ])
    const open = await runJson<{ readonly warnings?: ReadonlyArray<string> }>(protect(forms, at("open.csv")), { data })
    assert.include(open.warnings?.[0], "--sensitive DIMENSION")
    assert.include(linesOf("open.csv"), "BLR,sexual,40,published")
    const audit = (name: string) => ["audit", "--published", at(name), "--sensitive", "destination"]
    const leaks = await runJson<{ readonly groups: ReadonlyArray<unknown> }>(audit("open.csv"), { data }, 4)
    assert.deepStrictEqual(leaks.groups, [{ origin: "BLR", destination: "sexual" }])
    const closed = await runJson<object>(protect(forms, at("closed.csv"), "--sensitive", "destination"), { data })
    assert.notProperty(closed, "warnings")
    assert.include(linesOf("closed.csv"), "BLR,labour,,suppressed")
    assert.include(linesOf("closed.csv"), "BLR,sexual,,suppressed")
    await runJson(audit("closed.csv"), { data })
    const misspelt = await runCli(protect(forms, at("no.csv"), "--sensitive", "form"), { data })
    assert.strictEqual(misspelt.code, 1)
    assert.isFalse(existsSync(at("no.csv")))
  })

  it("minimumInterval is null where nothing has to be hidden", async () => {
    const big = file("big.csv", [header, ...withTotals(flows.map(([o, d, n]) => [o, d, n + 100] as const))])
    const document = await runJson<ProtectDocument>(protect(big, at("big-safe.csv")), { data })
    assert.deepInclude(document, { primary: 0, secondary: 0, minimumInterval: null, hiddenValueShare: 0 })
  })

  it("keeps states of the input", async () => {
    const rows = withTotals(flows).map(([o, d, n]) => [o, d, n, "published"])
    const states = file("states.csv", [[...header, "state"], ...rows, ["ROU", "ITA", "", "not_reported"]])
    await runJson(protect(states, at("states-safe.csv")), { data })
    assert.include(linesOf("states-safe.csv"), "ROU,ITA,,not_reported")
  })

  it("refuses what does not add up, by labels and without a count, and writes nothing", async () => {
    const wrong = withTotals(flows).map(([o, d, n]) => [o, d, o === "MDA" && d === "Total" ? 987_654 : n])
    const run = await runCli(protect(file("wrong.csv", [header, ...wrong]), at("wrong-safe.csv"), "--json"), { data })
    assert.strictEqual(run.code, 1)
    const document = JSON.parse(run.stdout) as { problems: ReadonlyArray<{ rule: string; expected: string }> }
    assert.deepStrictEqual(
      document.problems.map(({ rule, expected }) => [rule, expected]),
      [
        ["not-additive", "'Total' of origin is not the sum of its parts at destination=Total"],
        ["not-additive", "'Total' of destination is not the sum of its parts at origin=MDA"]
      ]
    )
    assert.notMatch(run.stdout + run.stderr, /987654|7777/)
    assert.isFalse(existsSync(at("wrong-safe.csv")))
  })

  it("used wrongly: 2; --help shows examples", async () => {
    assert.strictEqual((await runCli(["protect", "--input", input], { data })).code, 2)
    assert.strictEqual((await runCli(protect(input, at("x.csv"), "--profile", "none"), { data })).code, 2)
    assert.match((await runCli(["protect", "--help"], { data })).stdout, /EXAMPLES/)
  })

  it("the line rule is a preliminary check: it says that nothing is proved, writes nothing, exits with 4", async () => {
    const run = await runCli(protect(input, at("lines.csv"), "--method", "line-rule"), { data })
    assert.strictEqual(run.code, 4)
    assert.match(run.stdout + run.stderr, /line rule would hide \d+ of 20 cells.*all are undecided/s)
    assert.isFalse(existsSync(at("lines.csv")))
  })

  it("hierarchies tie regions to countries, partners to what they may subtract", async () => {
    const cells = withTotals(flows)
    const regions = ["ITA", "FRA"].map((c) => ["destination", c, "North"])
    const north = [...new Set(cells.map(([o]) => o))].map(
      (o) =>
        [
          o,
          "North",
          cells.filter(([a, d]) => a === o && d !== "Total" && d !== "ESP").reduce((s, c) => s + c[2], 0)
        ] as const
    )
    const rows = [...cells, ...north].flatMap(([o, d, n]) => {
      const by = [Math.ceil(n / 2), Math.floor(n / 4)]
      return [...by, n - (by[0] as number) - (by[1] as number)].map((c, i) => [o, d, `P${i}`, c])
    })
    const table = file("partners.csv", [["origin", "destination", "partner", "n"], ...rows])
    const hierarchy = file("regions.csv", [["dimension", "child", "parent"], ...regions])
    const out = at("partners-safe.csv")
    await runJson(protect(table, out, "--contributor", "partner", "--hierarchy", hierarchy), { data })
    const own = file("own.csv", [
      header,
      ...rows.filter(([, , p]) => p === "P0").map(([o, d, , n]) => [o, d, n])
    ] as ReadonlyArray<ReadonlyArray<string | number>>)
    const audit = ["audit", "--published", out, "--hierarchy", hierarchy]
    const open = await runJson<AuditDocument>(audit, { data })
    const inside = await runJson<AuditDocument>([...audit, "--insider", own], { data })
    assert.isAbove(open.suppressed, 4)
    assert.isAtMost(inside.minimumInterval as number, open.minimumInterval as number)
  })
})

describe("protect, collapsed", () => {
  interface Proposals {
    readonly proposals: ReadonlyArray<{
      readonly name: string
      readonly cells: number
      readonly published: number
      readonly corridors: number
      readonly valueShare: number
      readonly safe: boolean
    }>
    readonly best: string | null
  }
  // Regions on both sides of small corridors: every level crossed with every other is hidden nearly whole.
  const regionOf = (code: string) => (code < "N4" ? "West" : "East")
  const codes = ["N1", "N2", "N3", "N4", "N5", "N6", "N7"]
  const sums = new Map<string, number>()
  for (const [i, o] of codes.entries())
    for (const [j, d] of codes.entries()) {
      const persons = (i * 7 + j * 5) % 11 < 4 ? 0 : i < 2 ? 40 * i + 30 * j + 9 : (i * 5 + j * 3) % 13
      if (persons > 0)
        for (const a of [o, regionOf(o), "Total"])
          for (const b of [d, regionOf(d), "Total"]) sums.set(`${a},${b}`, (sums.get(`${a},${b}`) ?? 0) + persons)
    }
  const table = file("levels.csv", [header, ...[...sums].map(([key, n]) => [...key.split(","), n])])
  const hierarchy = file("levels-hierarchy.csv", [
    ["dimension", "child", "parent"],
    ...["origin", "destination"].flatMap((dimension) => codes.map((code) => [dimension, code, regionOf(code)]))
  ])
  const proposing = [
    ...["protect", "--input", table, "--count", "n", "--dimensions", "origin,destination"],
    ...["--key-file", at("pattern.key")]
  ]

  it("--propose lists what each proposal would publish and writes nothing; --collapse applies one, and the result passes an audit", async () => {
    const document = await runJson<Proposals>([...proposing, "--hierarchy", hierarchy, "--propose"], { data })
    const names = document.proposals.map(({ name }) => name)
    assert.includeMembers(names, ["as-given", "levels-one-side", "levels-with-totals", "no-levels", "other-under-55"])
    const at_ = (name: string) => document.proposals.find((one) => one.name === name) as Proposals["proposals"][number]
    assert.isTrue(document.proposals.every(({ safe }) => safe))
    assert.isAtLeast(at_(document.best as string).valueShare, at_("as-given").valueShare)
    assert.isBelow(at_("no-levels").cells, at_("as-given").cells)
    for (const name of ["best", "other-under-55"]) {
      const out = at(`collapsed-${name}.csv`)
      await runJson(protect(table, out, "--hierarchy", hierarchy, "--collapse", name), { data })
      const way = at_(name === "best" ? (document.best as string) : name)
      const lines = linesOf(`collapsed-${name}.csv`).slice(1)
      assert.strictEqual(lines.filter((line) => line.endsWith(",published")).length, way.published)
      assert.lengthOf(lines, way.cells)
      const audit = await runJson<AuditDocument>(
        ["audit", "--published", out, "--hierarchy", at(`collapsed-${name}.hierarchy.csv`)],
        { data }
      )
      assert.deepInclude(audit, { notAdditive: [], narrow: 0, undecided: 0 })
    }
    assert.match(readFileSync(at("collapsed-other-under-55.csv"), "utf8"), /^Other in East,/m)
  })

  it("a way that there is not: 1 and their names; no --out: 2", async () => {
    const run = await runCli(protect(table, at("none.csv"), "--collapse", "nonsense"), { data })
    assert.strictEqual(run.code, 1)
    assert.match(run.stdout + run.stderr, /as-given/)
    assert.isFalse(existsSync(at("none.csv")))
    assert.strictEqual((await runCli(proposing, { data })).code, 2)
  })

  it("--known-groups hides zeros of publicly known groups, with a row or without", async () => {
    const known = file("known.csv", [
      ["dimension", "label"],
      ["origin", "NA"]
    ])
    const some = withTotals(flows).filter(([o, d]) => !(o === "NA" && d === "ESP"))
    const bare = file("bare.csv", [header, ...some])
    await runJson(protect(bare, at("known-safe.csv"), "--known-groups", known), { data })
    assert.include(linesOf("known-safe.csv"), "NA,ESP,,suppressed")
    const wrong = file("known-wrong.csv", [
      ["dimension", "label"],
      ["colour", "NA"]
    ])
    assert.strictEqual((await runCli(protect(bare, at("w.csv"), "--known-groups", wrong), { data })).code, 1)
  })
})

describe("audit", () => {
  it("finds what protect leaves wide, and lists each interval", async () => {
    const document = await runJson<AuditDocument>(["audit", "--published", at("safe.csv")], { data })
    assert.strictEqual(document.suppressed, linesOf("safe.csv").filter((line) => line.endsWith(",suppressed")).length)
    assert.lengthOf(document.intervals, document.suppressed)
    const truth = new Map(withTotals(flows).map(([o, d, n]) => [`${o === "=UKR" ? "'=UKR" : o}|${d}`, n]))
    for (const { cell, low, high } of document.intervals) {
      const n = truth.get(`${cell["origin"]}|${cell["destination"]}`) as number
      assert.isTrue(low <= n && n <= high)
    }
  })

  it("refuses the naive table: cells that a subtraction discloses are listed, exit code 4", async () => {
    const naive = withTotals(flows).map(([o, d, n]) =>
      n > 0 && n < 11 ? [o, d, "", "suppressed"] : [o, d, n, "published"]
    )
    const table = file("naive.csv", [[...header, "state"], ...naive])
    const document = await runJsonProcess<AuditDocument>(["audit", "--published", table], { data }, 4)
    assert.deepInclude(document, { suppressed: 2, narrow: 2, pinned: 2, minimumInterval: 0 })
    assert.deepStrictEqual(
      document.intervals.map(({ low, high }) => [low, high]),
      [
        [4, 4],
        [3, 3]
      ]
    )
  })

  it("two tables are attacked together", async () => {
    const hidden = file("o.csv", [
      ["origin", "n", "state"],
      ["a", "", "suppressed"],
      ["b", "", "suppressed"],
      ["Total", 50, "published"]
    ])
    const other = file("os.csv", [
      ["origin", "sex", "n", "state"],
      ["a", "f", 12, "published"],
      ["a", "m", 15, "published"]
    ])
    const alone = await runJson<AuditDocument>(["audit", "--published", hidden], { data })
    assert.strictEqual(alone.narrow, 0)
    const both = ["audit", "--published", hidden, "--published", other]
    assert.strictEqual((await runJson<AuditDocument>(both, { data }, 4)).pinned, 2)
  })
})

describe("with an earlier table", () => {
  const later = flows.map(([o, d, n]) => [o, d, o === "BLR" && d === "ITA" ? n + 2 : n] as const)
  const next = file("next.csv", [header, ...withTotals(later)])

  it("a change of few persons is not published", async () => {
    const earlier = ["--earlier", at("safe.csv")]
    await runJson(protect(next, at("next-alone.csv")), { data })
    const careless = await runJson<AuditDocument>(
      ["audit", "--published", at("next-alone.csv"), ...earlier],
      { data },
      4
    )
    assert.isAbove(careless.changes.length, 0)
    await runJson(protect(next, at("next-safe.csv"), ...earlier), { data })
    const careful = await runJson<AuditDocument>(["audit", "--published", at("next-safe.csv"), ...earlier], { data })
    assert.deepStrictEqual(careful.changes, [])
  })
})

describeWithTable("glotip.csv.gz", "UNODC's table", () => {
  // The table as published, each group of sex and age with its margins: rows of one count, '<5' for less.
  const fields = (line: string) =>
    [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map(([, raw = "", quoted]) => quoted ?? raw)

  it("one in six of its published cells is determined by sums alone, and audit reports it", async () => {
    const text = gunzipSync(readFileSync(sharedData("glotip.csv.gz"))).toString()
    const rows = new Set<string>()
    for (const line of text.trim().split(/\r?\n/).slice(1)) {
      const [iso, , , , indicator, dimension, category, sex, age, year, , count = ""] = fields(line)
      if (count === "") continue
      const group = [iso, indicator, dimension, category, year].join(" / ").replaceAll(/[",]/g, " ")
      rows.add([group, sex, age, count.replaceAll(",", "")].join(","))
    }
    const seen = new Set<string>()
    const unique = [...rows].filter((row) => {
      const key = row.slice(0, row.lastIndexOf(","))
      return seen.has(key) ? false : seen.add(key)
    })
    writeFileSync(at("glotip.csv"), `group,sex,age,count\n${unique.join("\n")}\n`)
    const document = await runJson<AuditDocument>(
      [
        "audit",
        "--published",
        at("glotip.csv"),
        "--threshold",
        "5",
        "--dimensions",
        "group,sex,age",
        "--count",
        "count"
      ],
      { data },
      4
    )
    assert.isAbove(document.notAdditive.length, 0)
    assert.isAbove(document.pinned / document.suppressed, 0.159)
    process.stderr.write(
      `GLOTIP: ${document.pinned} of ${document.suppressed} pinned, ${document.notAdditive.length} sums broken\n`
    )
  })
})

describe("the command's output", () => {
  it("has no count of the tables", () => {
    for (const text of printed) assert.notMatch(text, /7777/)
  })
})
