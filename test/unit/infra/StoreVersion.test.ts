import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import {
  knownMigrations,
  markFolder,
  programVersion,
  refusedFolder,
  storeVersions
} from "../../../infra/migrations/StoreVersion.ts"
import { stateMigrations } from "../../../infra/state/migrations.ts"
import { testFolder } from "../../fixtures/testFolder.ts"
import { numberProblems } from "../../lint/numbers.ts"

const folder = testFolder("version")

const file = join(folder, "version.json")
const written = () => JSON.parse(readFileSync(file, "utf8"))
const write = (program: string, stores: Readonly<Record<string, string>>) =>
  writeFileSync(file, JSON.stringify({ program, stores }))

describe("the version of a data folder", () => {
  it("is noted, and a folder without a note or of an earlier version may be opened", () => {
    assert.isUndefined(refusedFolder(folder), "of 0.1.0, which wrote no note")
    markFolder(folder)
    assert.deepStrictEqual(written(), { program: programVersion, stores: storeVersions })
    assert.isUndefined(refusedFolder(folder))
    write("0.0.1", { tables: "9" })
    assert.isUndefined(refusedFolder(folder))
    markFolder(folder)
    assert.deepStrictEqual(written().stores, storeVersions)
  })

  it("is refused if any store in it is newer or unknown, with both versions and what to do", () => {
    const known = { tables: "150", accounts: "3", log: "4.4.0" }
    for (const [store, theirs, ours] of [
      ["tables", "151", "150"],
      ["tables", "1000", "150"],
      ["accounts", "4", "3"],
      ["log", "4.10.0", "4.4.0"],
      ["log", "4.4.0.1", "4.4.0"],
      ["letters", "1", "none"]
    ] as const) {
      write("9.8.7", { ...known, [store]: theirs })
      const { message = "" } = refusedFolder(folder, known) ?? {}
      for (const part of [theirs, ours, "9.8.7", programVersion, "upgrade.md"]) assert.include(message, part, store)
    }
    write("9.8.7", { tables: "149", accounts: "3" })
    assert.isUndefined(refusedFolder(folder, known), "a later program that changed no store")
    markFolder(folder, known)
    assert.strictEqual(written().program, "9.8.7", "the latest program stays noted")
  })

  it("is not guessed where its note is damaged", () => {
    const whole = JSON.stringify({ program: "9.8.7", stores: { tables: "1" } })
    const damaged = [
      whole.slice(0, 20),
      "",
      "canary",
      "[]",
      whole.replace('"1"', '"canary"'),
      whole.replace('"1"', "null")
    ]
    for (const text of damaged) {
      writeFileSync(file, text)
      const { message = "" } = refusedFolder(folder) ?? {}
      assert.include(message, `${file} is damaged`, text)
      assert.notInclude(message, "canary")
    }
    rmSync(file)
    assert.isUndefined(refusedFolder(folder), "after the remedy that it names")
  })

  it("of the state store is the number of its newest migration", () => {
    assert.strictEqual(storeVersions["state"], String(Number.parseInt(stateMigrations.at(-1) as string, 10)))
  })

  it("numbers the migrations in their order, each with a number of its own", () => {
    const numbers = knownMigrations.map((name) => Number.parseInt(name, 10))
    assert.isTrue(numbers.every((number, i) => number > (numbers[i - 1] ?? 0)))
  })

  it("a lint names files with the same number", () => {
    assert.deepStrictEqual(numberProblems("steps", ["010-a.sql", "0010-b.sql", "020-c.sql", "README.md", "Run.ts"]), [
      "steps: 0010-b.sql and 010-a.sql have the same number"
    ])
  })
})
