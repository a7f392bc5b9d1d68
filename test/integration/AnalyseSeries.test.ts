/** `analyse trend`, `seasonality`, `changepoints`, `interrupted`, `forecast` and `many` as a user meets them. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { assert, describe, it } from "vitest"
import { expectedSeries } from "../../packages/flow-statistics/test/oracles/expectedSeries.ts"
import { frontexFile, hasFrontex } from "../../packages/flow-statistics/test/oracles/frontex.ts"
import { sharedData } from "../fixtures/sharedData.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { printed, runCli as runProcess } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"

const folder = testFolder("analyse")
const data = join(folder, "data")

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const table = (name: string, rows: ReadonlyArray<ReadonlyArray<string | number>>) =>
  file(name, `${rows.map((row) => row.join(",")).join("\n")}\n`)

const month = (i: number) => `${2001 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`

const series = (name: string, values: ReadonlyArray<string | number>) =>
  table(name, [["period", "value"], ...values.map((value, i) => [month(i), value])])

const analyse = <A>(verb: string, input: string, ...more: ReadonlyArray<string>) =>
  runJson<A>(["analyse", verb, "--input", input, ...more], { data })

/** Returns the problems of a refused table. Exit code 3 is that of files that cannot be read. */
const refusedWith = async (code: 1 | 3, verb: string, input: string, ...more: ReadonlyArray<string>) => {
  const document = await runJson<{ readonly problems: ReadonlyArray<{ readonly rule: string; readonly row: number }> }>(
    ["analyse", verb, "--input", input, ...more],
    { data },
    code
  )
  return document.problems
}

const refused = (verb: string, input: string, ...more: ReadonlyArray<string>) => refusedWith(1, verb, input, ...more)

interface TrendDocument {
  readonly tests: Readonly<Record<string, Readonly<Record<string, number | null>>>>
  readonly verdict: string
  readonly direction: string
  readonly matched?: { readonly direction: string } | null
  readonly coverage?: {
    readonly matched: number
    readonly reporters: number
    readonly steps: ReadonlyArray<{ readonly to: string; readonly all: number; readonly matched: number }>
  }
  readonly uncertainty?: { readonly points: number; readonly directions: ReadonlyArray<string> }
}

describe("bounds of suppressed cells", () => {
  it("are those of the row, also where --suppressed gives others", async () => {
    const own = table("own-bounds.csv", [
      ["period", "value", "state", "low", "high"],
      ...Array.from({ length: 12 }, (_, i) =>
        i < 4 ? [2000 + i, "", "suppressed", 1, 200] : [2000 + i, 100 + (i % 3), "published", "", ""]
      )
    ])
    const { direction, uncertainty } = await analyse<TrendDocument>("trend", own, "--suppressed", "1:10")
    assert.strictEqual(direction, "cannot say")
    assert.strictEqual(uncertainty?.points, 4)
    const half = table("half.csv", [
      ["period", "value", "state", "low", "high"],
      ...Array.from({ length: 12 }, (_, i) =>
        i < 4 ? [2000 + i, "", "suppressed", 1, ""] : [2000 + i, 100 + (i % 3), "published", "", ""]
      )
    ])
    assert.deepStrictEqual(
      (await refused("trend", half)).map(({ rule }) => rule),
      ["no-interval", "no-interval", "no-interval", "no-interval"]
    )
    assert.notStrictEqual((await analyse<TrendDocument>("trend", half, "--suppressed", "1:10")).direction, "")
  })
})

describe("what is printed", () => {
  it("names the corridors that stand out, wherever they are in the ranking", async () => {
    const places = ["AUT", "BEL", "CHE", "DEU", "ESP", "FRA"]
    const flowsWith = (unusual: number) =>
      table(`flows-${unusual}.csv`, [
        ["origin", "destination", "victims"],
        ...places.flatMap((from, i) =>
          places.flatMap((to, j) =>
            i === j ? [] : [[from, to, from === "FRA" && to === "ESP" ? unusual : 12 * (6 - i) * (6 - j)]]
          )
        )
      ])
    const printedOf = async (unusual: number) =>
      (await runCli(["analyse", "flows", "--input", flowsWith(unusual), "--top", "2"], { data })).stdout
    assert.match(await printedOf(190), /\nMore than expected: FRA > ESP \(190, expected \d+(\.\d)?\)\.\n/)
    assert.include(await printedOf(24), "\nNo corridor has clearly more or less than expected.\n")
  })

  it("begins with what is stated, before the numbers", async () => {
    const input = series(
      "first.csv",
      Array.from({ length: 48 }, (_, i) => 5 + (i % 3))
    )
    for (const [verb, ...more] of [["trend"], ["seasonality"], ["changepoints"], ["interrupted", "--at", "2003-01"]]) {
      const { verdict } = await analyse<{ readonly verdict: string }>(verb as string, input, ...more)
      const { stdout } = await runCli(["analyse", verb as string, "--input", input, ...more], { data })
      assert.include(stdout.split("\n")[0], verdict, verb)
    }
  })
})

describe("trend", () => {
  it("agrees with pymannkendall on a new table, to six digits", async () => {
    const expected = expectedSeries.find(({ kind, values }) => kind === "seasonal" && values.length === 120)
    const got = await analyse<TrendDocument>("trend", series("unseen.csv", expected?.values ?? []), "--season", "12")
    for (const [name, fields] of Object.entries(expected?.tests ?? {}))
      for (const [field, value] of Object.entries(fields))
        assert.closeTo(
          got.tests[name]?.[field] ?? Number.NaN,
          value as number,
          1e-6 * Math.abs(value as number) + 1e-12,
          `${name} ${field}`
        )
    assert.isNotEmpty(got.verdict)
  })

  it("leaves missing values out, and reports what hidden ones leave open", async () => {
    const rising = Array.from({ length: 36 }, (_, i) => 10 + 2 * i)
    const gaps = await analyse<TrendDocument>(
      "trend",
      series(
        "gaps.csv",
        rising.map((value, i) => (i === 7 ? "" : value))
      )
    )
    assert.strictEqual(gaps.tests["original"]?.["s"], (35 * 34) / 2)
    const hidden = await analyse<TrendDocument>(
      "trend",
      series(
        "hidden.csv",
        rising.map((value, i) => (i < 4 ? "<10" : value))
      )
    )
    assert.strictEqual(hidden.uncertainty?.points, 4)
    assert.strictEqual(hidden.direction, "rising")
    assert.include(hidden.verdict, "holds at the extremes")
    const open = await analyse<TrendDocument>(
      "trend",
      series(
        "open.csv",
        rising.map((_, i) => (i % 5 === 0 ? 12 : "<20"))
      )
    )
    assert.strictEqual(open.direction, "cannot say")
    assert.include(open.verdict, "suppressed or rounded")
  })

  it("compares all partners with the constant panel", async () => {
    // Two partners whose counts fall, and one that starts to report in the middle.
    const rows = Array.from({ length: 20 }, (_, i) => [
      [2000 + i, "a", 100 - 2 * i],
      [2000 + i, "b", 80 - i],
      ...(i < 10 ? [] : [[2000 + i, "c", 200]])
    ]).flat()
    const got = await analyse<TrendDocument>(
      "trend",
      table("panel.csv", [["period", "who", "value"], ...rows]),
      "--by",
      "who"
    )
    assert.deepStrictEqual([got.coverage?.reporters, got.coverage?.matched], [3, 2])
    assert.notStrictEqual(got.matched?.direction, "rising")
    assert.include(got.verdict, "2 of 3 reporters reported in every period")
    assert.include(got.verdict, "DISAGREE")
  })

  it("states no change that one partner alone makes, by any verb", async () => {
    const half = (i: number) => (i < 24 ? 0 : 1)
    const rows = (jumping: ReadonlyArray<string>) =>
      Array.from({ length: 48 }, (_, i) =>
        ["ada", "ben", "cyd", "dov"].map((who, r) => [
          month(i),
          who,
          25 + ((i * (3 + r)) % 7) + (jumping.includes(who) ? 150 * half(i) : 0)
        ])
      ).flat()
    const head = ["period", "who", "value"]
    const one = table("one-jumps.csv", [head, ...rows(["cyd"])])
    const all = table("all-jump.csv", [head, ...rows(["ada", "ben", "cyd", "dov"])])
    interface Stated {
      readonly direction?: string
      readonly verdict: string
    }
    const verdicts = async (input: string, ...more: ReadonlyArray<string>) => [
      await analyse<Stated>("trend", input, "--season", "1", ...more),
      await analyse<Stated>("changepoints", input, ...more),
      await analyse<Stated>("interrupted", input, "--season", "1", "--at", month(24), ...more)
    ]
    for (const { verdict, direction } of await verdicts(one, "--by", "who")) {
      assert.include(verdict, "depends on one reporter")
      assert.include(["cannot say", undefined], direction)
      assert.notMatch(verdict, /ada|ben|cyd|dov/)
    }
    for (const { verdict } of [...(await verdicts(one, "--sum")), ...(await verdicts(all, "--by", "who"))])
      assert.match(verdict, /^(Change of level|A change is found)/)
  })

  it.skipIf(!hasFrontex)(
    "refuses points of mixed granularity with the reason",
    { meta: { needs: "the shared tables" } },
    async () => {
      const darien = fileURLToPath(sharedData("darien_mixed_granularity.csv"))
      for (const more of [[], ["--by", "nat"], ["--sum"]]) {
        const problems = await refused("trend", darien, "--period", "t", "--value", "n", ...more)
        assert.include(
          problems.map(({ rule }) => rule),
          "mixed-granularity"
        )
      }
    }
  )

  it.skipIf(!hasFrontex)(
    "UNODC's table: the world's total compared with the constant panel",
    { meta: { needs: "the shared tables" } },
    async () => {
      const glotip = fileURLToPath(sharedData("glotip.csv.gz"))
      const got = await analyse<TrendDocument>("trend", glotip, "--from", "2010")
      const last = got.coverage?.steps.at(-1)
      assert.strictEqual(last?.to, "2017")
      assert.closeTo(last?.all ?? 0, 1.9, 0.005)
      assert.isBelow(last?.matched ?? 9, 1.65)
      assert.include(got.verdict, "is multiplied by 1.90")
    }
  )
})

describe("flags and columns that were passed over without a word", () => {
  const counts = Array.from({ length: 36 }, (_, i) => 20 + ((i * 7) % 5) + (i < 12 ? 0 : 30))
  const input = series("bounds.csv", counts)

  it("a year bounds months; what cannot bound them is refused", async () => {
    const own = await analyse<TrendDocument>("trend", input, "--from", month(12), "--to", month(23))
    assert.deepStrictEqual(await analyse<TrendDocument>("trend", input, "--from", "2002", "--to", "2002"), own)
    const whole = await analyse<TrendDocument>("trend", input)
    assert.notDeepEqual(whole, own)
    for (const bound of ["2002-03-15", "2002-W10", "17"]) {
      const problems = await refused("trend", input, "--from", bound)
      assert.deepStrictEqual(
        problems.map(({ rule }) => rule),
        ["bound-kind"]
      )
    }
  })

  it("an exposure is above 0, and one for all reporters of a period", async () => {
    const rows = (exposure: (i: number, who: string) => string | number) =>
      counts.flatMap((count, i) => ["ada", "ben"].map((who) => [month(i), who, count, exposure(i, who)]))
    const ask = (name: string, exposure: Parameters<typeof rows>[0]) =>
      [
        table(name, [["period", "who", "value", "days"], ...rows(exposure)]),
        "--by",
        "who",
        "--exposure",
        "days"
      ] as const
    for (const wrong of ["", "none", 0, -3]) {
      const problems = await refused("trend", ...ask("no-days.csv", (i) => (i === 4 ? wrong : 30)))
      assert.deepStrictEqual(
        problems.map(({ rule, row }) => [rule, row]),
        [
          ["no-exposure", 10],
          ["no-exposure", 11]
        ]
      )
    }
    const [first] = await refused("trend", ...ask("two-days.csv", (_, who) => (who === "ada" ? 30 : 20)))
    assert.strictEqual(first?.rule, "exposure-twice")
    await analyse("trend", ...ask("days.csv", () => 30))
  })

  it("--sum leaves no row without a value out of a sum", async () => {
    const rows = (last: string | number) =>
      counts.flatMap((count, i) => [
        [month(i), count],
        [month(i), i < 20 ? 30 : last]
      ])
    const problems = await refused("trend", table("some.csv", [["period", "value"], ...rows("")]), "--sum")
    assert.lengthOf(problems, 16)
    assert.isTrue(problems.every(({ rule }) => rule === "sum-of-some"))
    await analyse("trend", table("each.csv", [["period", "value"], ...rows(0)]), "--sum")
  })

  it("one month with cases among months without causes no internal error", async () => {
    const one = series(
      "one-case.csv",
      counts.map((_, i) => (i === 20 ? 5 : 0))
    )
    const { verdict } = await analyse<{ readonly verdict: string }>("seasonality", one)
    assert.notMatch(verdict, /^There is a season/)
    await analyse("changepoints", one)
  })
})

describe("tables as other programs write them", () => {
  const at = (i: number) => `${2020 + Math.floor(i / 12)}${String((i % 12) + 1).padStart(2, "0")}`
  const counts = Array.from({ length: 30 }, (_, i) => 20 + 3 * i)

  it("months and days without dashes are months, and December is next to January", async () => {
    for (const [form, name] of [
      [at, "joined"],
      [(i: number) => `${at(i)}01`, "joined-days"],
      [(i: number) => `${at(i).slice(0, 4)}-${at(i).slice(4)}`, "dashes"]
    ] as const) {
      const input = table(`${name}.csv`, [["period", "value"], ...counts.map((value, i) => [form(i), value])])
      const { verdict } = await analyse<TrendDocument>("trend", input)
      assert.match(verdict, /^Rising: .* a year\.$/, name)
    }
  })

  it("months and quarters as people write them are read, and what may mean two things is refused by row", async () => {
    const english = ["Jan", "Feb", "March", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "November", "Dec"]
    const year = (i: number) => 2020 + Math.floor(i / 12)
    for (const [form, name] of [
      [(i: number) => `${english[i % 12]} ${year(i)}`, "names"],
      [(i: number) => `01.${at(i).slice(4)}.${year(i)}`, "first-days"],
      [(i: number) => `${at(i).slice(4)}.${year(i)}`, "points"],
      [(i: number) => `Q${(i % 4) + 1} ${2000 + Math.floor(i / 4)}`, "quarters"],
      [(i: number) => `${(i % 12) + 1}/${year(i)}`, "numbers"],
      [(i: number) => `${(i % 12) + 1}-${year(i)}`, "hyphens"]
    ] as const) {
      const input = table(`${name}.csv`, [["period", "value"], ...counts.map((value, i) => [form(i), value])])
      assert.match((await analyse<TrendDocument>("trend", input)).verdict, /^Rising: .* a year\.$/, name)
    }
    for (const form of [(i: number) => `${i + 1}/01/2020`, (i: number) => `1/${i + 1}/2020`])
      await analyse("trend", table("days.csv", [["period", "value"], ...counts.map((value, i) => [form(i), value])]))
    const two = counts.map((value, i) => [
      i === 4 ? "05/06/2020" : i === 6 ? "Jul-20" : `${english[i % 12]} ${year(i)}`,
      value
    ])
    const problems = await refused("trend", table("two.csv", [["period", "value"], ...two]))
    assert.deepStrictEqual(
      problems.map(({ rule, row }) => [rule, row]),
      [
        ["no-period", 6],
        ["no-period", 8]
      ]
    )
    // No number above 4, so these may be quarters; and days and months that contradict each other.
    const quarters = table("four.csv", [["period", "value"], ...counts.map((n, i) => [`${(i % 4) + 1}/${year(i)}`, n])])
    assert.lengthOf(await refused("trend", quarters), counts.length)
    const both = table("both.csv", [
      ["period", "value"],
      ...counts.map((n, i) => [i % 2 === 0 ? `1/${13 + i}/2020` : `${13 + i}/1/2020`, n]).slice(0, 18)
    ])
    assert.isNotEmpty(await refused("trend", both))
  })

  it("a point that may stand between thousands is refused, where commas are decimal", async () => {
    const german = file("german.csv", `period;value\n${counts.map((value, i) => `${at(i)};${value}.000`).join("\n")}\n`)
    assert.deepStrictEqual([...new Set((await refused("trend", german)).map(({ rule }) => rule))], ["ambiguous-number"])
    const decimals = file("decimals.csv", `period;value\n${counts.map((v, i) => `${at(i)};${v}.25`).join("\n")}\n`)
    assert.include((await analyse<TrendDocument>("trend", decimals)).verdict, "the values are not counts")
  })

  it("growth of weeks is not stated as growth of a year that they do not last", async () => {
    const weeks = counts.map((value, i) => [`2024-W${String(i + 1).padStart(2, "0")}`, value])
    const { verdict } = await analyse<TrendDocument>("trend", table("weeks.csv", [["period", "value"], ...weeks]))
    assert.match(verdict, /^Rising: .* a week\.$/)
  })

  it("one hidden value is one, and a column that is missing has a flag that names another", async () => {
    const hidden = counts.map((value, i) => [at(i), i === 0 ? "<5" : value])
    const { verdict } = await analyse<TrendDocument>("trend", table("one.csv", [["period", "value"], ...hidden]))
    assert.include(verdict, "The suppressed or rounded value does not change this")
    const { problems } = await runJson<{ readonly problems: ReadonlyArray<{ readonly expected: string }> }>(
      [
        "analyse",
        "trend",
        "--input",
        table("other.csv", [
          ["when", "n"],
          ["2020-01", 3]
        ])
      ],
      { data },
      1
    )
    assert.deepStrictEqual(
      problems.map(({ expected }) => expected.split("; ")[1]),
      ["--period names another", "--value names another"]
    )
  })

  it("a table of 100,000 rows is refused at once, with a row of totals named", async () => {
    const long = Array.from({ length: 100_000 }, (_, i) => [i, i % 50])
    const since = performance.now()
    assert.deepStrictEqual(
      (await refused("trend", table("long.csv", [["period", "value"], ...long]))).map(({ rule }) => rule),
      ["too-long"]
    )
    assert.isBelow(performance.now() - since, 30_000)
    const totals = table("totals.csv", [["period", "value"], ...counts.map((value, i) => [at(i), value]), ["Total", 9]])
    assert.deepStrictEqual(
      (await refused("trend", totals)).map(({ rule, row }) => [rule, row]),
      [["no-period", 32]]
    )
  })
})

describe("a series that never varies", () => {
  it("has no season, and its forecast says that its interval is not an interval", async () => {
    const input = series("alike.csv", new Array<number>(48).fill(7))
    const season = await analyse<{ readonly seasonalStrength: number }>("seasonality", input)
    assert.strictEqual(season.seasonalStrength, 0)
    const forecast = await analyse<{ readonly verdict: string }>("forecast", input)
    assert.include(forecast.verdict, "the interval is none")
  })
})

describe("many series", () => {
  it("state nothing about values that are not counts, nor what hidden values leave open", async () => {
    const years = Array.from({ length: 14 }, (_, i) => i)
    const rows = years.flatMap((i) => [
      ["counts", 2000 + i, 10 + 6 * i],
      ["below", 2000 + i, 6 * i - 40],
      ["open", 2000 + i, i < 6 ? "<40" : 30 + 3 * (i % 2)],
      ["known", 2000 + i, i === 0 ? "<5" : 2 + 3 * i]
    ])
    const input = table("states.csv", [["which", "period", "value"], ...rows])
    const { series: found } = await runJson<{
      readonly series: ReadonlyArray<{ readonly key: { readonly which: string }; readonly direction: string }>
    }>(["analyse", "many", "--input", input, "--series", "which"], { data })
    assert.deepStrictEqual(Object.fromEntries(found.map(({ key, direction }) => [key.which, direction])), {
      counts: "rising",
      below: "cannot say",
      open: "cannot say",
      known: "rising"
    })
    const problems = await refused("many", input, "--series", "which", "--transform", "log1p")
    assert.deepStrictEqual(
      problems.map(({ rule }) => rule),
      ["below-zero"]
    )
  })
})

describe("refusals", () => {
  it("report row, column and rule, and no value", async () => {
    const secret = "K7-SECRET"
    const bad = table("bad.csv", [
      ["period", "value"],
      ["2001-01", 3],
      ["2001-02", secret],
      [secret, 4],
      ["2001-01", 5],
      ["2001-02", 6],
      ["2001-03", 7]
    ])
    const problems = await refused("trend", bad)
    assert.deepStrictEqual(
      problems.map(({ rule, row }) => [rule, row]),
      [
        ["no-number", 3],
        ["no-period", 4],
        ["period-twice", 5]
      ]
    )
    assert.notInclude(printed.join(""), secret)
  })

  it("an invalid date is not reported as a date outside the table", async () => {
    const input = series(
      "dated.csv",
      Array.from({ length: 40 }, (_, i) => 20 + (i % 3))
    )
    const problems = await refused("interrupted", input, "--at", "13/06/2003")
    assert.deepStrictEqual(
      problems.map(({ rule }) => rule),
      ["no-period"]
    )
  })

  it("a mistyped year or week, below nothing, and a number beyond all counts", async () => {
    const rulesOf = async (name: string, rows: ReadonlyArray<readonly [string, string]>) => {
      const problems = await refused("trend", table(name, [["period", "value"], ...rows]), "--gaps", "missing")
      return problems.map(({ rule, row }) => [rule, row])
    }
    const days = ["2019-01-01", "2019-01-02", "9019-01-04"]
    assert.deepStrictEqual(
      await rulesOf(
        "year.csv",
        days.map((day) => [day, "3"] as const)
      ),
      [["too-long", 0]]
    )
    // 2020 has 53 weeks, 2019 has 52.
    const weeks = ["2019-W52", "2019-W53", "2020-W53"]
    assert.deepStrictEqual(
      await rulesOf(
        "week.csv",
        weeks.map((week) => [week, "3"] as const)
      ),
      [["no-period", 3]]
    )
    const values = ["3", "<0", "<1", "1e200", "-4"]
    assert.deepStrictEqual(
      await rulesOf(
        "values.csv",
        values.map((value, i) => [month(i), value] as const)
      ),
      [
        ["no-number", 3],
        ["too-large", 5]
      ]
    )
  })

  it("a gap, a missing column, a missing required value, an invalid file", async () => {
    const gap = table("gap.csv", [
      ["period", "value"],
      ["2001-01", 3],
      ["2001-02", 4],
      ["2001-03", 4],
      ["2001-05", 4]
    ])
    assert.deepStrictEqual(
      (await refused("trend", gap)).map(({ rule }) => rule),
      ["gap"]
    )
    // A row with a problem of its own leaves no gap, no single period, and no longer step.
    const hidden = table("hidden.csv", [
      ["period", "value", "state"],
      ...Array.from({ length: 12 }, (_, i) =>
        i > 3 && i % 2 === 0 ? [2000 + i, "", "suppressed"] : [2000 + i, 6, "published"]
      )
    ])
    assert.deepStrictEqual(
      (await refused("trend", hidden)).map(({ rule }) => rule),
      ["no-bounds", "no-bounds", "no-bounds", "no-bounds"]
    )
    // Marks of suppressed cells as tables are published with them, and a column of the state under another name.
    const years = (mark: string, flag: string) =>
      Array.from({ length: 12 }, (_, i) => (i > 3 && i % 2 === 0 ? [2000 + i, mark, flag] : [2000 + i, 6, ""]))
    for (const mark of ["*", "c", "[c]"])
      assert.deepStrictEqual(
        (await refused("trend", table("marked.csv", [["period", "value", "note"], ...years(mark, "")]))).map(
          ({ rule }) => rule
        ),
        ["no-bounds", "no-bounds", "no-bounds", "no-bounds"],
        mark
      )
    const flagged = table("flagged.csv", [["period", "value", "flag"], ...years("", "Suppressed")])
    assert.deepStrictEqual(
      (await refused("trend", flagged)).map(({ rule }) => rule),
      ["state-unread"]
    )
    // Bounds of suppressed cells where none is marked: empty fields are not reported, and small counts would be left out.
    const unmarked = table("unmarked.csv", [
      ["period", "value", "place"],
      ...Array.from({ length: 12 }, (_, i) => [2000 + i, i < 5 ? "" : 14, "MDA"])
    ])
    for (const [verb, ...more] of [["trend"], ["many", "--series", "place"]] as const)
      assert.deepStrictEqual(
        (await refused(verb, unmarked, ...more, "--suppressed", "1:10")).map(({ rule }) => rule),
        ["none-suppressed"],
        verb
      )
    assert.strictEqual((await analyse<TrendDocument>("trend", unmarked)).direction, "cannot say")
    assert.deepStrictEqual(
      (await refused("trend", gap, "--value", "count")).map(({ rule }) => rule),
      ["missing-column"]
    )
    assert.strictEqual((await analyse<TrendDocument>("trend", gap, "--gaps", "missing")).direction, "cannot say")
    const holes = series(
      "holes.csv",
      Array.from({ length: 48 }, (_, i) => (i === 5 ? "" : i))
    )
    assert.deepStrictEqual(
      (await refused("seasonality", holes)).map(({ rule }) => rule),
      ["missing"]
    )
    assert.deepStrictEqual(
      (await refusedWith(3, "forecast", join(folder, "none.csv"))).map(({ rule }) => rule),
      ["no-file"]
    )
    assert.deepStrictEqual(
      (await refused("trend", file("x.csv.gz", "no gzip"))).map(({ rule }) => rule),
      ["compression"]
    )
    const packed = join(folder, "packed.csv.gz")
    writeFileSync(packed, gzipSync(readFileSync(holes)).subarray(0, 60))
    assert.deepStrictEqual(
      (await refused("trend", packed)).map(({ rule }) => rule),
      ["compression"]
    )
  })

  it("a season of years is not guessed", async () => {
    const years = table("years.csv", [["period", "value"], ...Array.from({ length: 12 }, (_, i) => [2000 + i, i % 5])])
    assert.strictEqual((await runCli(["analyse", "seasonality", "--input", years], { data })).code, 2)
  })

  it("a call that is wrong ends with 2", async () => {
    const good = series(
      "good.csv",
      Array.from({ length: 48 }, (_, i) => i)
    )
    for (const more of [
      ["trend", "--season", "0"],
      ["changepoints", "--penalty", "-1"],
      ["changepoints", "--model", "poisson", "--transform", "log1p"],
      ["interrupted"],
      ["interrupted", "--milestone", "ProgrammeStart"]
    ])
      assert.strictEqual(
        (await runCli(["analyse", more[0] as string, "--input", good, ...more.slice(1)], { data })).code,
        2,
        more.join(" ")
      )
  })
})

describe.skipIf(!hasFrontex)(
  "Frontex's detections by month, as published",
  { meta: { needs: "the shared tables" } },
  () => {
    const columns = ["--period", "month", "--value", "n"]
    it("season", async () => {
      const got = await analyse<{
        readonly seasonalStrength: number
        readonly trendStrength: number
        readonly peak: { readonly name: string }
      }>("seasonality", frontexFile, ...columns, "--season", "12", "--robust", "--transform", "log1p")
      assert.deepStrictEqual(
        [got.seasonalStrength.toFixed(4), got.trendStrength.toFixed(4), got.peak.name],
        ["0.3527", "0.6992", "August"]
      )
    })
    it("breaks", async () => {
      const got = await analyse<{ readonly breaks: ReadonlyArray<number> }>(
        "changepoints",
        frontexFile,
        ...columns,
        ...["--model", "l2", "--min-size", "3", "--penalty", "10", "--transform", "log1p"]
      )
      assert.deepStrictEqual(got.breaks, [11, 17, 25, 32, 53, 107, 138])
    })
  }
)

describe("interventions, forecasts and many series", () => {
  const wave = (i: number) => 40 + 10 * Math.sin((i * Math.PI) / 6) + ((i * 7919) % 13) / 4
  it("finds a change at a milestone, by its date in the code list", async () => {
    const input = series(
      "step.csv",
      Array.from({ length: 120 }, (_, i) => (wave(i) + (i >= 40 ? 25 : 0)).toFixed(2))
    )
    const got = await analyse<{
      readonly period: string
      readonly levelChange: { readonly value: number; readonly p: number }
    }>("interrupted", input, "--milestone", "EuEnlargement2004")
    assert.strictEqual(got.period, "2004-05")
    assert.closeTo(got.levelChange.value, 25, 2)
    assert.isBelow(got.levelChange.p, 0.001)
  })

  it("forecasts a cycle, with intervals and a back-test", async () => {
    const got = await analyse<{
      readonly points: ReadonlyArray<{
        readonly period: string
        readonly value: number
        readonly low: number
        readonly high: number
      }>
      readonly methods: { readonly dampedSmoothing: { readonly backTest: { readonly origins: number } } }
    }>(
      "forecast",
      series(
        "wave.csv",
        Array.from({ length: 96 }, (_, i) => wave(i).toFixed(2))
      )
    )
    assert.strictEqual(got.points[0]?.period, "2009-01")
    assert.strictEqual(got.points.length, 12)
    assert.isAbove(got.methods.dampedSmoothing.backTest.origins, 20)
    got.points.forEach(({ value, low, high }, h) => {
      assert.isTrue(low <= value && value <= high)
      assert.closeTo(value, wave(96 + h), 6)
    })
  })

  it("analyses many series on threads, with progress on standard error, as one by one", async () => {
    const rows = Array.from({ length: 240 }, (_, s) =>
      Array.from({ length: 48 }, (_, i) => [`O${s}`, "RUS", month(i), Math.round(wave(i) + ((s % 3) - 1) * i)])
    ).flat()
    const input = table("many.csv", [["origin", "destination", "month", "victims"], ...rows])
    const out = join(folder, "trends.csv")
    const run = await runProcess(
      [
        "analyse",
        "many",
        "--input",
        input,
        "--series",
        "origin,destination",
        "--period",
        "month",
        "--value",
        "victims",
        "--robust",
        "--out",
        out,
        "--json"
      ],
      { data }
    )
    assert.strictEqual(run.code, 0, run.stderr)
    assert.include(run.stderr, "240 of 240 series")
    const document = JSON.parse(run.stdout) as {
      readonly series: ReadonlyArray<TrendDocument & { readonly key: { readonly origin: string } }>
    }
    assert.strictEqual(document.series.length, 240)
    assert.isTrue(existsSync(out))
    assert.strictEqual(readFileSync(out, "utf8").trim().split("\n").length, 241)
    const one = await analyse<TrendDocument>(
      "trend",
      series(
        "one.csv",
        Array.from({ length: 48 }, (_, i) => Math.round(wave(i) + i))
      )
    )
    const same = document.series.find(({ key }) => key.origin === "O2")
    assert.deepStrictEqual(same?.tests["hamedRao"], one.tests["hamedRao"])
  })
})
