import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { testFolder } from "../../../test/testFolder.ts"
import { tableRefusedOutput } from "../../src/command/tableRefusedOutput.ts"
import { readPublished } from "../../src/protect/readPublished.ts"
import { labelsOf } from "../../src/tables/CountTable.ts"
import { readCountTable } from "../../src/tables/readCountTable.ts"
import { readHierarchy } from "../../src/tables/readHierarchy.ts"
import { safeLabel } from "../../src/tables/safeLabel.ts"
import type { TableColumns, TableUse } from "../../src/tables/TableColumns.ts"
import { TableRefused } from "../../src/tables/TableRefused.ts"
import { writeTable } from "../../src/tables/writeTable.ts"

const folder = testFolder("tables")

let files = 0
const fileOf = (content: string | Uint8Array) => {
  const file = join(folder, `${files++}.csv`)
  writeFileSync(file, content)
  return file
}
const od: TableColumns = { count: "n", dimensions: ["o", "d"] }
const read = (content: string | Uint8Array, columns: TableColumns = od, use: TableUse = "protect") =>
  Effect.runPromise(readCountTable(fileOf(content), columns, use, "t.csv").pipe(Effect.provide(NodeServices.layer)))

/** What a file is refused for: row, column, rule. */
const problems = async (content: string | Uint8Array, columns: TableColumns = od, use: TableUse = "protect") => {
  const refused = await read(content, columns, use).then(
    () => undefined,
    (error: unknown) => error
  )
  assert.instanceOf(refused, TableRefused)
  assert.notInclude(JSON.stringify(refused), "CANARY")
  return (refused as TableRefused).problems.map(({ row, column, rule }) => [row, column, rule])
}

describe("reading a table of counts", () => {
  it("a zero after a point or a comma, but not three, which may be thousands", async () => {
    const table = await read("o;d;n\na;x;12,0\na;y;13.00\na;z;14.\n")
    assert.deepStrictEqual([...table.count], [12, 13, 14])
    assert.deepStrictEqual(await problems("o;d;n\na;x;12.000\na;y;12,000\na;z;1.200\n"), [
      [2, "n", "no-count"],
      [3, "n", "no-count"],
      [4, "n", "no-count"]
    ])
  })

  it("no more contributing partners than persons, in a cell with any", async () => {
    const columns = { ...od, contributors: "p" }
    assert.deepStrictEqual(await problems("o;d;n;p\na;x;12;13\na;y;12;12\na;z;0;3\n", columns), [
      [2, "p", "too-many-partners"]
    ])
  })

  it("labels as they are, NA among them; counts with a point; columns in any order", async () => {
    const table = await read("\uFEFFn;x;d;o\n12.0;?;Total;NA\n0;?;FR;NA\n")
    assert.deepStrictEqual(labelsOf(table, 0), ["NA", "Total"])
    assert.deepStrictEqual([...table.count], [12, 0])
    assert.deepStrictEqual([...table.state], [0, 0])
  })

  it("labels without spaces around them, and with accents composed, so that margins are margins", async () => {
    const table = await read("o,d,n\n Total,\u00a0Cote\u0302\u200b,12\n")
    assert.deepStrictEqual(labelsOf(table, 0), ["Total", "Cot\u00ea"])
    assert.deepStrictEqual(await problems("o,d,n\na,x,12\na ,x,13\n"), [[3, "", "duplicate-cell"]])
  })

  it("Excel's line with the delimiter, which is row 1", async () => {
    const table = await read("\uFEFFsep=;\r\no;d;n\r\na,b;x;12\r\n")
    assert.deepStrictEqual(labelsOf(table, 0), ["a,b", "x"])
    assert.deepStrictEqual(await problems("sep=;\no;d;n\na;x;CANARY\n"), [[3, "n", "no-count"]])
  })

  it("lines that end in different ways, as in files put together", async () => {
    for (const content of ['o,d,n\r\na,x,12\nb,x,"13"\n', 'o,d,n\na,x,12\r\nb,x,"13"\r\n', 'o,d,n\ra,x,12\rb,x,"13"']) {
      const table = await read(content)
      assert.deepStrictEqual(
        [[...table.count], labelsOf(table, 1)],
        [
          [12, 13],
          ["b", "x"]
        ]
      )
    }
    const quoted = await read('o,d,n\r\n"a\nb",x,12\n')
    assert.deepStrictEqual(labelsOf(quoted, 0), ["a\nb", "x"])
  })

  it("a file without a header, or an empty file, has a problem that repeats no count", async () => {
    assert.deepStrictEqual(await problems("\n\n\n", od, "audit"), [[1, "", "empty"]])
    const refused = await Effect.runPromise(
      Effect.flip(readPublished(fileOf("BLR,DEU,141\nBLR,POL,x\n"), {}, "t.csv")).pipe(
        Effect.provide(NodeServices.layer)
      )
    )
    assert.notInclude(JSON.stringify(refused), "141")
  })

  it("states are honoured, and a count that is missing is not reported", async () => {
    const rows = "a,x,5,published\na,y,,not_collected\nb,x,,\nb,y,7,suppressed\nc,x,not_reported,\n"
    const table = await read(`o,d,n,state\n${rows}`)
    assert.deepStrictEqual([...table.state], [0, 3, 2, 1, 2])
  })

  it("one row per cell and partner: counts are summed, and each partner's share kept", async () => {
    const table = await read("o,d,p,n\na,x,P1,4\na,x,P2,3\nb,x,P1,0\n", { ...od, contributor: "p" })
    assert.deepStrictEqual([...table.count], [7, 0])
    assert.deepStrictEqual([...(table.contributions?.start ?? [])], [0, 2, 2])
    assert.deepStrictEqual([...(table.contributions?.count ?? [])], [4, 3])
  })

  it("a row of all partners gives the count where no partner's does, and must be their sum where they do", async () => {
    const columns = { ...od, contributor: "p", allPartners: "Total" }
    const table = await read("o,d,p,n\na,x,P1,4\na,x,P2,3\na,x,Total,7\nTotal,x,Total,7\n", columns)
    assert.deepStrictEqual([...table.count], [7, 7])
    assert.deepStrictEqual([...(table.contributions?.start ?? [])], [0, 2, 2])
    assert.deepStrictEqual(await problems("o,d,p,n\na,x,P1,4\na,x,Total,7\na,x,Total,7\n", columns), [
      [4, "p", "duplicate-cell"],
      [3, "n", "not-additive"]
    ])
  })

  it("reports every problem by row, column and rule, without the value", async () => {
    assert.deepStrictEqual(
      await problems('o,d,n\na,x,CANARY\n,y,3\na,z,-4\na,w,1.5\nCANARY,v\n"a",u,3\na,u,4\nb,x,"1,000"\nb,y,<5\n'),
      [
        [2, "n", "no-count"],
        [3, "o", "no-label"],
        [4, "n", "no-count"],
        [5, "n", "no-count"],
        [6, "", "row-length"],
        [8, "", "duplicate-cell"],
        [9, "n", "no-count"],
        [10, "n", "no-count"]
      ]
    )
    assert.deepStrictEqual(await problems("o,o,n\na,x,1\n"), [
      [1, "o", "double-column"],
      [1, "d", "missing-column"]
    ])
    assert.deepStrictEqual(await problems("o,d,n,state\na,x,5,CANARY\na,y,,suppressed\na,z,,published\n"), [
      [2, "state", "no-state"],
      [3, "n", "no-count"],
      [4, "n", "no-count"]
    ])
    assert.deepStrictEqual(await problems("o,d,p,n\na,x,P,1\na,x,P,2\na,x,,2\n", { ...od, contributor: "p" }), [
      [3, "p", "duplicate-cell"],
      [4, "p", "no-partner"]
    ])
  })

  it("refuses a file that is not UTF-8, not CSV, empty or missing", async () => {
    assert.deepStrictEqual(await problems(Uint8Array.of(0x6f, 0x2c, 0xff, 0xfe)), [[0, "", "encoding"]])
    assert.deepStrictEqual(await problems('o,d,n\n"a"CANARY,x,1\n'), [[2, "", "malformed"]])
    assert.deepStrictEqual(await problems(""), [[0, "", "empty"]])
    assert.deepStrictEqual(await problems("o,d,n\n"), [[2, "", "no-rows"]])
  })

  it("a published table may mark suppressed counts as statistical offices do, and a table to protect may not", async () => {
    const marks = ["*", "**", "[c]", "c", ".", "suppressed", "<5", "< 5", "<=4", "\u22644", "1-4", "1\u20134", "0-4"]
    const text = `o,d,n\n${marks.map((mark, i) => `a,${i},${mark}\n`).join("")}a,y,20\n`
    const table = await read(text, od, "audit")
    assert.deepStrictEqual([...table.state], [...marks.map(() => 1), 0])
    assert.deepStrictEqual(
      [...(table.atMost ?? [])].slice(0, marks.length),
      marks.map((mark) => (/\d/.test(mark) ? 4 : Number.POSITIVE_INFINITY))
    )
    assert.lengthOf(await problems(text), marks.length)
    assert.lengthOf(await problems("o,d,n\na,x,2-4\na,y,4+\na,z,-4\na,w,x\n", od, "audit"), 4)
  })

  it("a published table may contain '<5', and no count for a suppressed cell", async () => {
    const table = await read("o,d,n\na,x,<5\na,y,20\n", od, "audit")
    assert.deepStrictEqual([...table.state], [1, 0])
    assert.strictEqual(table.atMost?.[0], 4)
    assert.deepStrictEqual(await problems("o,d,n,state\na,x,7,suppressed\n", od, "audit"), [
      [2, "n", "count-against-state"]
    ])
  })

  it("no label becomes a formula in a spreadsheet; signed numbers stay", () => {
    for (const label of ["=1+1", "@SUM(A1)", "+cmd", "-cmd|'/C calc'!A0", "\tx"])
      assert.strictEqual(safeLabel(label), `'${label}`)
    for (const label of ["-5", "+65", "a=b", "", "'=x", "18-25", "-"]) assert.strictEqual(safeLabel(label), label)
  })

  it("a long table is read in pieces", async () => {
    const length = rounds(60_000, 200_000)
    const rows = Array.from({ length }, (_, i) => `o${i % 500},d${Math.floor(i / 500)},${i % 90}`)
    const table = await read(`o,d,n\n${rows.join("\n")}\n`)
    assert.strictEqual(table.rows, length)
    assert.strictEqual(table.codes[0]?.length, 500)
  })
})

describe("writing a table", () => {
  it("follows labels and not counts, quotes, and shows counts of published rows only", async () => {
    const table = await read('o,d,n\nTotal,Total,60\n10,"x,y",30\n9,"x,y",20\nabc,Total,10\n')
    const file = join(folder, "out.csv")
    const write = writeTable(file, table, { count: "n", total: "Total", state: Uint8Array.of(0, 1, 0, 2) })
    await Effect.runPromise(write.pipe(Effect.provide(NodeServices.layer)))
    assert.strictEqual(
      readFileSync(file, "utf8"),
      'o,d,n,state\n9,"x,y",20,published\n10,"x,y",,suppressed\nabc,Total,,not_reported\nTotal,Total,60,published\n'
    )
  })
})

describe("a refused table as text", () => {
  it("says how many problems are not listed, also by --json", async () => {
    const refused = async (rows: number) => {
      const error = await read(`o,d,n\n${"FR,DE,-1\n".repeat(rows)}`).catch((error: TableRefused) => error)
      const { json, lines } = tableRefusedOutput(error as TableRefused)
      return [(json as TableRefused).problems.length, lines.at(-1)]
    }
    assert.deepStrictEqual(await refused(1_500), [1_000, "… and 1460 more: --json lists the first 1000."])
    assert.deepStrictEqual(await refused(50), [50, "… and 10 more: --json lists them."])
  })
})

describe("reading a hierarchy", () => {
  const hierarchy = (content: string) =>
    Effect.runPromise(
      readHierarchy(fileOf(content), ["place", "year"], "h.csv").pipe(Effect.provide(NodeServices.layer))
    )
  const refusal = async (content: string) =>
    hierarchy(content).then(
      () => assert.fail("not refused"),
      (error: TableRefused) => error.problems.map(({ row, column, rule }) => [row, column, rule])
    )

  it("children, parents, divisions and dates", async () => {
    const read = await hierarchy("dimension,child,parent,along,from,to\nplace,FR,EU,year,1958,\nplace,FR,Europe,,,\n")
    assert.deepStrictEqual(read[0]?.dated, { along: "year", from: "1958", to: "" })
    assert.isUndefined(read[1]?.dated)
  })

  it("refuses circles, unknown dimensions, missing labels and doubles", async () => {
    assert.deepStrictEqual(await refusal("dimension,child,parent\nplace,a,b\nplace,b,c\nplace,c,a\n"), [
      [0, "parent", "circle"]
    ])
    assert.deepStrictEqual(await refusal("dimension,child,parent\nplace,a,a\n"), [[0, "parent", "circle"]])
    assert.deepStrictEqual(await refusal("dimension,child,parent\nplcae,a,b\nplace,,b\nplace,a,b\nplace,a,b\n"), [
      [2, "dimension", "no-dimension"],
      [3, "child", "no-label"],
      [5, "child", "duplicate-membership"]
    ])
  })
})
