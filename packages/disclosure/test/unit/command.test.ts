/** The commands as a newcomer meets them: what a problem is called, what to do about it, and the exit code. Nothing is repeated that may be a count. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Logger } from "effect"
import { CliOutput, Command } from "effect/cli"
import { assert, describe, it } from "vitest"
import { testFolder } from "../../../test/testFolder.ts"
import { auditCommand } from "../../src/command/auditCommand.ts"
import { type CommandHost, type CommandOutput, printedLines } from "../../src/command/CommandHost.ts"
import { jsonFlag } from "../../src/command/disclosureFlags.ts"
import { protectCommand } from "../../src/command/protectCommand.ts"
import { usageMessage } from "../../src/command/usageMessage.ts"

const folder = testFolder("disclosure-command")
const at = (name: string) => join(folder, name)
const file = (name: string, content: string) => {
  writeFileSync(at(name), content)
  return at(name)
}

const rows = [
  ["BLR,DEU", 41],
  ["BLR,POL", 4],
  ["BLR,Total", 45],
  ["MDA,DEU", 25],
  ["MDA,POL", 60],
  ["MDA,Total", 85],
  ["Total,DEU", 66],
  ["Total,POL", 64],
  ["Total,Total", 130]
] as const
const table = ["origin,dest,n", ...rows.map(([labels, n]) => `${labels},${n}`), ""].join("\n")
const input = file("table.csv", table)

/** Runs a command in this process; `usage` is what the arguments were refused for. */
const run = async (...args: ReadonlyArray<string>) => {
  let output: CommandOutput | undefined
  let usage: string | undefined
  const host: CommandHost = {
    name: "disclosure",
    flags: { json: jsonFlag },
    key: Effect.succeed(undefined),
    keySetting: "KEY",
    print: (_, given) =>
      Effect.sync(() => {
        output = given
      }),
    start: Effect.void
  }
  const presenter: CliOutput.Presenter = {
    present: (event) =>
      event._tag === "InvalidInvocation"
        ? Effect.sync(() => {
            usage = usageMessage(event)
          })
        : CliOutput.defaultPresenter.present(event)
  }
  await Command.make("disclosure").pipe(
    Command.withSubcommands([protectCommand(host), auditCommand(host)]),
    (command) => Command.runWith(command, { version: "0" })(args),
    Effect.ignore,
    Effect.provide([NodeServices.layer, CliOutput.layerPresenter(presenter), Logger.layer([])]),
    Effect.runPromise
  )
  const { problems = [] } = (output?.json ?? {}) as { readonly problems?: ReadonlyArray<{ rule: string }> }
  return {
    code: output?.exitCode ?? (usage === undefined ? 0 : 2),
    lines: printedLines(output?.lines ?? []),
    usage,
    rules: problems.map(({ rule }) => rule)
  }
}

const columns = ["--count", "n", "--dimensions", "origin,dest"]
const protect = (from: string, out: string, ...more: ReadonlyArray<string>) =>
  run("protect", "--input", from, "--out", out, ...columns, ...more)

/** What an audit says that it was not asked to look for. */
const notAsked = (...open: ReadonlyArray<"changes" | "partners" | "groups">) => {
  const words = {
    changes: "changes since earlier tables (--earlier)",
    partners: "partners who know their own counts (--insider)",
    groups: "groups whose members share one value (--sensitive)"
  }
  return `Not looked for: ${open.map((one) => words[one]).join(", ")}.`
}

describe("the commands", () => {
  it("a file that is missing or a folder ends with 3, whichever flag names it", async () => {
    const out = at("safe.csv")
    for (const [rule, given] of [
      ["no-file", at("none.csv")],
      ["unreadable-file", folder]
    ] as const)
      for (const { code, rules, lines } of [
        await protect(given, out),
        await protect(input, out, "--hierarchy", given),
        await protect(input, out, "--earlier", given),
        await protect(input, out, "--known-groups", given),
        await protect(input, out, "--a-priori", given),
        await run("audit", "--published", given)
      ]) {
        assert.deepStrictEqual([code, rules], [3, [rule]])
        assert.match(
          lines.findLast((line) => !line.startsWith("Verdict:")) as string,
          /the path of a file that exists|a file that can be read/
        )
      }
    assert.isFalse(existsSync(out))
  })

  it("an output that cannot be written is refused before the work, and no input is written over", async () => {
    for (const out of [at("none/safe.csv"), folder]) {
      const { code, rules } = await protect(input, out)
      assert.deepStrictEqual([code, rules], [3, ["unwritable-file"]])
    }
    const link = at("link.csv")
    symlinkSync(input, link)
    mkdirSync(at("within"))
    const regions = file("regions.csv", "dimension,child,parent\norigin,BLR,Total\n")
    for (const out of [input, link, at("within/../table.csv"), regions]) {
      const { code, rules } = await protect(input, out, "--hierarchy", regions)
      assert.deepStrictEqual([code, rules], [1, ["overwrites-input"]])
    }
    assert.strictEqual(readFileSync(input, "utf8"), table)
  })

  it("thresholds that protect no one, missing columns, and values that look like flags are wrong usage", async () => {
    const out = at("usage.csv")
    for (const threshold of ["0", "-3", "many"]) {
      const { code, usage } = await protect(input, out, `--threshold=${threshold}`)
      assert.deepStrictEqual(
        [code, usage],
        [2, "Invalid value for --threshold. Expected: a whole number of at least 1"]
      )
      assert.strictEqual((await run("audit", "--published", input, `--threshold=${threshold}`)).code, 2)
    }
    const none = await run("protect", "--input", input, "--out", out, "--count", "n", "--dimensions", " , ")
    assert.deepStrictEqual(
      [none.code, none.usage],
      [2, "Invalid value for --dimensions. Expected: at least one column"]
    )
    const flag = await run("protect", "--input", input, "--out", out, "--count", "--n", "--dimensions", "origin")
    assert.match(
      flag.usage ?? "",
      /^Invalid value for --count\. Expected: a value; one that begins with a hyphen is given as --count=VALUE/
    )
    assert.isFalse(existsSync(out))
  })

  it("an audit of a table with a published count below the threshold names the cell and ends with 4", async () => {
    const { code, lines } = await run("audit", "--published", input)
    assert.strictEqual(code, 4)
    assert.deepStrictEqual(lines.slice(-3), [
      "Published counts below the threshold of 11: 1.",
      "BLR, POL",
      "Verdict: failed: 1 problem was found."
    ])
    assert.strictEqual((await run("audit", "--published", input, "--threshold", "4")).code, 0)
  })

  it("the last line of an audit is its verdict", async () => {
    const held = file("held.csv", "origin,n\nA,41\nB,22\nTotal,63\n")
    const unequal = file("unequal.csv", "origin,n\nA,41\nB,22\nTotal,64\n")
    const both = file("both.csv", "origin,n\nA,41\nB,2\nTotal,64\n")
    for (const [published, code, verdict] of [
      [held, 0, `held: no count discloses too much. ${notAsked("changes", "partners", "groups")}`],
      [unequal, 1, "not proved: 1 sum does not add up, and no problem was found."],
      [both, 4, "failed: 1 problem was found, and 1 sum does not add up."],
      [at("none.csv"), 3, "could not be checked: correct the problems above, and audit again."]
    ] as const) {
      const audit = await run("audit", "--published", published)
      assert.deepStrictEqual([audit.code, audit.lines.at(-1)], [code, `Verdict: ${verdict}`])
    }
  })

  it("a verdict names what was not compared, and what an insider had in earlier tables", async () => {
    const now = file("now.csv", "origin,year,n\nA,2005,41\nB,2005,22\nTotal,2005,63\n")
    const other = file("other.csv", "origin,year,n\nA,2004,41\n")
    const unequal = file("unequal-then.csv", "origin,year,n\nA,2005,30\nB,2005,22\nTotal,2005,63\n")
    // Alone, A and B are 1 to 29. Whoever has 9 and 18 of these 30 persons knows both to within 3, and that B has grown by 1 to 4.
    const before = file(
      "before.csv",
      "origin,year,n,state\nA,2005,,suppressed\nB,2005,,suppressed\nTotal,2005,30,published\n"
    )
    const own = file("own.csv", "origin,year,n\nA,2005,1\n")
    const ownBefore = file("own-before.csv", "origin,year,n\nA,2005,9\nB,2005,18\n")
    const elsewhere = file("own-elsewhere.csv", "origin,year,n\nA,2005,1\nC,2005,3\n")
    const insider = ["--insider", own]
    for (const [more, code, verdict] of [
      [["--earlier", other], 1, "not proved: 1 earlier table could not be compared in full, and no problem was found."],
      [["--earlier", unequal], 1, "not proved: 1 sum does not add up, and no problem was found."],
      [
        ["--insider", elsewhere],
        1,
        "not proved: 1 row of the insider is about a cell that no table has, and no problem was found."
      ],
      [insider, 0, `held: no count discloses too much. ${notAsked("changes", "groups")}`],
      [
        [...insider, "--earlier", before],
        1,
        "not proved: it is not known what the insider had in 1 earlier table, and no problem was found."
      ],
      [[...insider, "--earlier", before, "--earlier-insider", ownBefore], 4, "failed: 3 problems were found."]
    ] as const) {
      const audit = await run("audit", "--published", now, ...more)
      assert.deepStrictEqual([audit.code, audit.lines.at(-1)], [code, `Verdict: ${verdict}`])
    }
    const unpaired = await run("audit", "--published", now, "--earlier", before, "--earlier-insider", ownBefore)
    assert.deepStrictEqual(
      [unpaired.code, unpaired.lines.at(-1)],
      [1, "Verdict: could not be checked: correct the problems above, and audit again."]
    )
  })

  it("a header with a problem is one problem, whichever column it is, and no row repeats it", async () => {
    const out = at("header.csv")
    for (const flag of ["--contributor", "--contributors"]) {
      const { code, rules } = await protect(input, out, flag, "nobody")
      assert.deepStrictEqual([code, rules], [1, ["missing-column"]], flag)
    }
    const twice = await run("protect", "--input", input, "--out", out, "--count", "n", "--dimensions", "origin,origin")
    assert.deepStrictEqual(twice.rules, ["column-twice"])
    const states = file("states.csv", "state,n\nTexas,41\nUtah,12\nTotal,53\n")
    const reserved = await run("protect", "--input", states, "--out", out, "--count", "n", "--dimensions", "state")
    assert.deepStrictEqual([reserved.code, reserved.rules], [1, ["reserved-column"]])
    const other = file("other.csv", "dim,label,status,reason\na,b,keep,c\n")
    for (const [flag, expected] of [
      ["--hierarchy", ["missing-column", "missing-column", "missing-column"]],
      ["--a-priori", ["missing-column", "missing-column"]],
      ["--known-groups", ["missing-column"]]
    ] as const)
      assert.deepStrictEqual((await protect(input, out, flag, other)).rules, [...expected])
    assert.isFalse(existsSync(out))
  })

  it("two hierarchies are told to be one file, and other flags given twice are named", async () => {
    const regions = ["--hierarchy", "a.csv", "--hierarchy", "b.csv"]
    const { code, usage } = await protect(input, at("two.csv"), ...regions)
    assert.deepStrictEqual([code, usage?.includes("one file: put the rows of all hierarchies in it")], [2, true])
    const twice = await protect(input, at("two.csv"), "--count", "n")
    assert.strictEqual(twice.usage, "Invalid value for --count. Expected: the flag once")
  })

  it("a dimension called count is named where it is taken for the counts, and counts of earlier tables are found", async () => {
    const [dimension, safe] = [file("count.csv", "count,n\nA,41\nB,4\nC,22\nD,19\nTotal,86\n"), at("count-safe.csv")]
    const named = ["--count", "n", "--dimensions", "count"]
    assert.strictEqual((await run("protect", "--input", dimension, "--out", safe, ...named)).code, 0)
    const audit = await run("audit", "--published", safe)
    assert.deepStrictEqual(
      [audit.code, audit.lines[0]?.includes("'count' was taken for the column of counts; name another with --count")],
      [1, true]
    )
    assert.strictEqual((await run("audit", "--published", safe, "--count", "n")).code, 0)
    const later = ["--earlier", safe, "--earlier-input", dimension, "--out", at("later.csv")]
    assert.strictEqual((await run("protect", "--input", dimension, ...named, ...later)).code, 0)
  })

  it("an empty count of a published table without states is suppressed, and attacked", async () => {
    const blank = file("blank.csv", "origin,n\nBLR,41\nMDA,\nTotal,45\n")
    const { code, lines } = await run("audit", "--published", blank)
    assert.deepStrictEqual(
      [code, lines.at(-2)],
      [4, "1 of 3 cells are suppressed: 1 too narrow (1 of them exactly known), 0 undecided."]
    )
  })

  // It had been attacked as a second suppressed count, so that the marked one, which is exactly known, seemed to be 1 to 59.
  it("an empty count beside marks of suppression is refused: it may be a zero", async () => {
    const mixed = file("mixed.csv", "origin,n\nA,\nB,*\nC,40\nTotal,100\n")
    assert.deepStrictEqual((await run("audit", "--published", mixed)).rules, ["no-count"])
    const zero = file("zero.csv", "origin,n\nA,0\nB,*\nC,40\nTotal,100\n")
    assert.strictEqual((await run("audit", "--published", zero)).code, 4)
  })

  // Tables without a row for zeros had been attacked as if a suppressed count could be zero: 3 and 7 were 0 to 10.
  it("a suppressed count is at least 1, also where a table has no zeros", async () => {
    const sparse = file(
      "sparse.csv",
      "origin,n,state\nA,,suppressed\nB,,suppressed\nC,40,published\nTotal,50,published\n"
    )
    const { code, lines } = await run("audit", "--published", sparse)
    assert.deepStrictEqual([code, lines.filter((line) => line.endsWith("NARROW")).length], [4, 2])
    assert.match(lines.find((line) => line.startsWith("A")) as string, /1 +9/)
  })

  // A hidden zero of a known group had made every suppressed count a possible zero, so that 5 and 6 were left alone with their sum.
  it.each(["suppression", "controlled-rounding"])(
    "zeros of known groups protect no other count: %s",
    async (method) => {
      const counts = file("zeros.csv", "origin,n\nNA,0\nA,5\nB,6\nC,40\nD,60\nTotal,111\n")
      const [known, safe] = [file("known.csv", "dimension,label\norigin,NA\n"), at("zeros-safe.csv")]
      const given = [
        "--input",
        counts,
        "--count",
        "n",
        "--dimensions",
        "origin",
        "--known-groups",
        known,
        "--method",
        method
      ]
      assert.strictEqual((await run("protect", ...given, "--out", safe)).code, 0)
      const lines = readFileSync(safe, "utf8").split("\n")
      assert.include(lines, "NA,,suppressed")
      assert.isAtLeast(lines.filter((line) => line.endsWith(",suppressed")).length, 4)
      if (method === "suppression")
        assert.strictEqual((await run("audit", "--published", safe, "--known-groups", known)).code, 0)
    }
  )

  // Rows of zeros had been made for them, so that the table did not add up.
  it.each([
    ["--sensitive", "dest"],
    ["--known-groups", file("known-a.csv", "dimension,label\norigin,A\n")]
  ] as const)("margins that a table lacks are no zeros: %s", async (...given) => {
    const rows = ["A,x,20", "A,y,30", "B,x,40", "B,y,25", "B,Total,65", "Total,x,60", "Total,y,55", "Total,Total,115"]
    const [counts, safe] = [file("lacking.csv", ["origin,dest,n", ...rows, ""].join("\n")), at("lacking-safe.csv")]
    assert.strictEqual((await protect(counts, safe, ...given)).code, 0)
    const lines = readFileSync(safe, "utf8").trim().split("\n")
    assert.deepStrictEqual(lines.slice(1).toSorted(), rows.map((row) => `${row},published`).toSorted())
    assert.strictEqual((await run("audit", "--published", safe, ...given)).code, 0)
  })

  // Their rows had been ignored, so that the audit of a partner who has 19 and 7 of 30 persons found nothing.
  it("dimensions of an insider that no table has are refused, and rows of other labels are counted", async () => {
    const safe = file(
      "inside.csv",
      "origin,n,state\nA,,suppressed\nB,,suppressed\nC,40,published\nTotal,70,published\n"
    )
    const audit = (own: string) => run("audit", "--published", safe, "--insider", file("own.csv", own))
    assert.strictEqual((await audit("origin,n\nA,19\nB,7\n")).code, 4)
    for (const [dimensions, rows] of [
      ["origin,sex", ["A,Total,19", "B,Total,7"]],
      ["country", ["A,19", "B,7"]]
    ] as const) {
      const { code, lines } = await audit([`${dimensions},n`, ...rows, ""].join("\n"))
      assert.deepStrictEqual([code, lines[0]?.includes("not a dimension of the published tables")], [1, true])
    }
    const { lines } = await audit("origin,n\nA,19\nb,7\n")
    assert.include(
      lines,
      "Rows of --insider and --earlier-insider about cells that no published table has, which are not in the attack: 1."
    )
  })

  it("a known group that no row has is refused, because it would protect nothing", async () => {
    const known = file("misspelt.csv", "dimension,label\norigin,MDA\norigin,Moldva\n")
    const { code, rules } = await protect(input, at("misspelt-safe.csv"), "--known-groups", known)
    assert.deepStrictEqual([code, rules], [1, ["no-group"]])
  })

  it("prints labels on one line without control characters, and without the end of very long ones", async () => {
    const odd = file("odd.csv", table.replaceAll("BLR", `"\u001b[31m\nB${"x".repeat(5000)}"`))
    const { lines } = await run("audit", "--published", odd, "--count", "n")
    assert.match(lines.at(-2) as string, /^ \[31m Bx{72}…, POL$/)
  })

  it("names what an earlier table has and this one does not, because it was not compared", async () => {
    const now = file("now.csv", "origin,dest,n\nUKR,RUS,40\nUKR,POL,30\nMDA,RUS,25\nMDA,POL,35\n")
    const other = file("other.csv", "origin,target,n\nUKR,RUS,38\nUKR,POL,30\nMLD,RUS,25\nMLD,POL,35\n")
    const same = file("same.csv", "origin,dest,n\nUKR,RUS,40\nUKR,POL,30\nMDA,RUS,25\nMDA,POL,35\n")
    const out = at("now-safe.csv")
    for (const [expected, { code, lines }] of [
      [0, await protect(now, out, "--earlier", other)],
      [1, await run("audit", "--published", now, "--earlier", other)]
    ] as const) {
      const [told] = lines.filter((line) => line.startsWith("Only in the earlier table"))
      assert.strictEqual(code, expected)
      assert.match(told as string, /other\.csv: the dimensions target; 1 of 2 labels of origin\./)
    }
    for (const { lines } of [
      await protect(now, out, "--earlier", same),
      await run("audit", "--published", now, "--earlier", same)
    ])
      assert.deepStrictEqual(
        lines.filter((line) => line.startsWith("Only in")),
        []
      )
  })

  const csv = (name: string, lines: ReadonlyArray<string>) => file(name, [...lines, ""].join("\n"))

  // All of these had been called safe, although B or BLR follows by subtraction.
  it("an audit refuses a table whose sums it would overlook: another count, names, two spellings, unnamed groups", async () => {
    for (const [name, rows] of [
      ["records", ["origin,records,n,state", "A,50,45,published", "B,7,,suppressed", "C,60,51,published"]],
      ["share", ["origin,share,n,state", "A,0.45,45,published", "B,0.04,,suppressed", "C,0.51,51,published"]]
    ] as const) {
      const published = csv(`${name}.csv`, [...rows, "Total,117,100,published"])
      assert.deepStrictEqual((await run("audit", "--published", published)).rules, ["no-dimension"])
      assert.strictEqual((await run("audit", "--published", published, "--dimensions", "origin")).code, 4)
    }
    const flows = csv("flows.csv", ["origin,year,n", "BLR,2003,", "UKR,2003,", "MDA,2003,30", "Total,2003,90"])
    for (const other of [
      ["origin,year,n", "Ukr,2003,43"],
      ["origin,year,n", "UKR ,2003.0,43"],
      ["Origin,year,n", "UKR,2003,43"]
    ])
      for (const flag of ["--published", "--earlier"]) {
        const { rules } = await run("audit", "--published", flows, flag, csv("other.csv", other))
        assert.deepStrictEqual(rules, ["like-labels"])
      }
    const groups = ["origin,n,state", "A,,suppressed", "B,30,published", "Subtotal AB,40,published"]
    const published = csv("groups.csv", [...groups, "C,,suppressed", "D,460,published", "Total,1000,published"])
    assert.deepStrictEqual((await run("audit", "--published", published)).rules, ["other-total"])
  })

  // A's 4 had been called safe although it is 71 - 67: no table says that Europe is their sum.
  it("a group that no hierarchy names is refused, and protected once it is named", async () => {
    const rows = ["year,country,n,state", "2003,A,,suppressed", "2003,B,67,published", "2003,Europe,71,published"]
    const others = ["2004,A,52,published", "2004,B,35,published", "2004,Europe,87,published", "2004,USA,40,published"]
    const published = csv("europe.csv", [...rows, ...others, "2005,Europe,140,published", "2005,B,140,published"])
    const audited = await run("audit", "--published", published)
    assert.deepStrictEqual(audited.rules, ["unnamed-group"])
    const hierarchy = csv("europe.hierarchy.csv", ["dimension,child,parent", "country,A,Europe", "country,B,Europe"])
    assert.strictEqual((await run("audit", "--published", published, "--hierarchy", hierarchy)).code, 4)
    const input = csv("countries.csv", ["country,n", "A,4", "B,670", "Europe,674", "USA,500"])
    const given = [
      "protect",
      "--input",
      input,
      "--count",
      "n",
      "--dimensions",
      "country",
      "--out",
      at("europe-safe.csv")
    ]
    assert.deepStrictEqual((await run(...given)).rules, ["unnamed-group"])
    assert.strictEqual((await run(...given, "--hierarchy", hierarchy)).code, 0)
    const safe = readFileSync(at("europe-safe.csv"), "utf8")
    assert.include(safe, "A,,suppressed")
    assert.match(safe, /^(?:B|Europe),,suppressed$/m)
  })

  it("a column that divides nothing is no dimension of a table to protect", async () => {
    const coded = csv("coded.csv", ["origin,code,n", "A,a1,20", "B,b1,3", "C,c1,40", "Total,T,63"])
    const given = ["protect", "--input", coded, "--count", "n", "--out", at("coded-safe.csv"), "--dimensions"]
    assert.deepStrictEqual((await run(...given, "origin,code")).rules, ["no-dimension"])
    assert.strictEqual((await run(...given, "origin")).code, 0)
  })

  // A count of one partner had been published, as if three had contributed.
  it("the spelling of a partner makes no second one", async () => {
    const others = ["B", "C"].flatMap((origin) => ["P1", "P2", "P3"].map((partner) => `${origin},${partner},20`))
    const protectPartners = (spellings: ReadonlyArray<string>) => {
      const rows = spellings.map((partner) => `A,${partner},20`)
      const input = csv("spelled.csv", ["origin,partner,n", ...rows, ...others])
      const given = ["--count", "n", "--dimensions", "origin", "--contributor", "partner"]
      return run("protect", "--input", input, ...given, "--out", at("spelled-safe.csv"))
    }
    assert.deepStrictEqual((await protectPartners(["IOM", "iom", "Iom "])).rules, ["like-labels", "like-labels"])
    assert.deepStrictEqual((await protectPartners(["Caf\u00e9", "Cafe\u0301"])).rules, ["duplicate-cell"])
    assert.strictEqual((await protectPartners(["P1", "P2", "P3"])).code, 0)
  })

  // The rules had believed what a row of margins says of its partners, even if its parts are all of one.
  it("the partners of a sum are those of its parts, whatever its own rows say", async () => {
    const parts = ["A", "B", "C"].map((origin) => `${origin},P1,30`)
    const margins = ["P4", "P5", "P6"].map((partner) => `Total,${partner},30`)
    const input = csv("margins.csv", ["origin,partner,n", ...parts, ...margins])
    const out = at("margins-safe.csv")
    const given = ["--count", "n", "--dimensions", "origin", "--contributor", "partner", "--out", out]
    assert.strictEqual((await run("protect", "--input", input, ...given)).code, 0)
    assert.include(readFileSync(out, "utf8"), "Total,,suppressed")
  })
})
