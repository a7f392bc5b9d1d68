import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { runArguments } from "../runArguments.ts"

const root = join(import.meta.dirname, "../..")
const own = "test/unit/runArguments.test.ts"

describe("the arguments of npm test", () => {
  it("name nothing: everything runs", () => {
    expect(runArguments(["--test"], root)).toEqual({ full: false, record: false, files: [] })
    expect(runArguments(["--test", "--full", "--record"], root)).toEqual({ full: true, record: true, files: [] })
  })

  it("name files and folders: these alone", () => {
    expect(runArguments([own, "test/unit", "--full"], root)).toEqual({
      full: true,
      record: false,
      files: [join(root, own), join(root, "test/unit")]
    })
  })

  it("that are wrong are refused, and not ignored", () => {
    expect(() => runArguments(["test/unit/none.test.ts"], root)).toThrow(
      "No such file or folder: test/unit/none.test.ts"
    )
    expect(() => runArguments(["--fast"], root)).toThrow("--fast")
    expect(() => runArguments([own, "--record"], root)).toThrow("--record needs a run of all files")
  })
})
