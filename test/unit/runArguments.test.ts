import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { runArguments } from "../runArguments.ts"
import { turns } from "../turns.ts"

const root = join(import.meta.dirname, "../..")
const own = "test/unit/runArguments.test.ts"

describe("the arguments of npm test", () => {
  it("name nothing: the turn of the commit", () => {
    expect(runArguments(["--test"], root)).toEqual({ full: false, record: false, turn: undefined, files: [] })
  })

  it("name a turn, or what has all of them", () => {
    expect(runArguments(["--turn", "2"], root)).toMatchObject({ turn: 2, full: false })
    expect(runArguments(["--turn", "all"], root)).toMatchObject({ turn: "all", full: false })
    expect(runArguments(["--full"], root)).toMatchObject({ turn: "all", full: true })
    expect(runArguments(["--record", "--turn", "3"], root)).toMatchObject({ turn: 3, record: true })
  })

  it("name files and folders: these alone, slow or not", () => {
    expect(runArguments([own, "test/unit", "--full"], root)).toEqual({
      full: true,
      record: false,
      turn: "all",
      files: [join(root, own), join(root, "test/unit")]
    })
  })

  it("that are wrong are refused, and not ignored", () => {
    expect(() => runArguments(["test/unit/none.test.ts"], root)).toThrow(
      "No such file or folder: test/unit/none.test.ts"
    )
    expect(() => runArguments(["--fast"], root)).toThrow("--fast")
    expect(() => runArguments(["--turn", String(turns + 1)], root)).toThrow(
      `--turn is a number from 1 to ${turns}, or all`
    )
    expect(() => runArguments(["--full", "--turn", "1"], root)).toThrow("leave nothing out")
  })
})
