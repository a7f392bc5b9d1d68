/** `protect --method`: the figures that each method writes to the file. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "./cli.ts"

const folder = testFolder("methods")
const data = join(folder, "data")
const at = (name: string) => join(folder, name)

const counts = [
  [3, 41, 17, 66],
  [52, 24, 31, 0],
  [19, 87, 4, 38],
  [73, 12, 58, 29]
]
const cells = new Map<string, number>()
counts.forEach((row, r) => {
  row.forEach((n, c) => {
    for (const key of [`o${r},d${c}`, `o${r},Total`, `Total,d${c}`, "Total,Total"])
      cells.set(key, (cells.get(key) ?? 0) + n)
  })
})
writeFileSync(at("in.csv"), ["origin,destination,n", ...[...cells].map(([key, n]) => `${key},${n}`), ""].join("\n"))

const arguments_ = (method: string, out: string) => [
  ...["protect", "--input", at("in.csv"), "--count", "n", "--dimensions", "origin,destination"],
  ...["--method", method, "--out", at(out)]
]

/** Figures by cell; undefined where there is none. */
const read = (name: string) =>
  new Map<string, number | undefined>(
    readFileSync(at(name), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => {
        const [origin, destination, n, state] = line.split(",")
        assert.strictEqual(n === "", state !== "published")
        return [`${origin},${destination}`, n === "" ? undefined : Number(n)] as const
      })
  )

const shown = (name: string) =>
  [...read(name)].flatMap(([key, figure]) => (figure === undefined ? [] : [[key, figure] as const]))

describe("protect --method", () => {
  it.each([
    ["rounding", (figure: number, n: number) => figure === Math.round(n / 5) * 5],
    ["midpoint-6", (figure: number, n: number) => figure === (n === 0 ? 0 : Math.ceil(n / 6) * 6 - 3)],
    ["controlled-rounding", (figure: number, n: number) => figure % 5 === 0 && Math.abs(figure - n) < 5]
  ] as const)("%s writes rounded figures and no other, and hides what is unsafe", async (method, fits) => {
    const report = await runJson<{ readonly method: string; readonly undecided: number }>(
      arguments_(method, `${method}.csv`),
      { data }
    )
    assert.deepStrictEqual([report.method, report.undecided], [method, 0])
    const found = read(`${method}.csv`)
    assert.strictEqual(found.size, cells.size)
    assert.strictEqual(found.get("o0,d0"), undefined)
    assert.strictEqual(found.get("o2,d2"), undefined)
    assert.isAtLeast(shown(`${method}.csv`).length, 9)
    for (const [key, figure] of shown(`${method}.csv`)) assert.isTrue(fits(figure, cells.get(key) as number), key)
  })

  it("cell-key needs its secret, and gives the same result twice with it", async () => {
    const without = await runCli(arguments_("cell-key", "without.csv"), { data })
    assert.strictEqual(without.code, 1)
    assert.isFalse(existsSync(at("without.csv")))
    const env = { CORRIDOR_CELL_KEY: "a secret of this test" }
    for (const out of ["first.csv", "second.csv"])
      assert.strictEqual((await runCli(arguments_("cell-key", out), { data, env })).code, 0)
    assert.strictEqual(readFileSync(at("first.csv"), "utf8"), readFileSync(at("second.csv"), "utf8"))
    const figures = shown("first.csv")
    assert.isTrue(figures.some(([key, figure]) => figure !== cells.get(key)))
    for (const [key, figure] of figures) assert.isAtMost(Math.abs(figure - (cells.get(key) as number)), 21)
  })
})
