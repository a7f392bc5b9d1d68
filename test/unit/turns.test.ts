import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { filesByTurn, filesLeftOut, readSlowFiles, turnOfCommit, turns } from "../turns.ts"

const slow = readSlowFiles()
const byTurn = filesByTurn(slow)
const inTurns = Object.keys(slow.byTurn)
const secondsOf = (files: ReadonlyArray<string>) => files.reduce((sum, file) => sum + (slow.byTurn[file] ?? 0), 0)

describe("the turns of slow test files", () => {
  it("have each file once between them, but for those of every run", () => {
    expect(byTurn.flat().sort()).toEqual(inTurns.sort())
    expect(inTurns.filter((file) => file in slow.everyRun)).toEqual([])
  })

  it("are of files that exist", () => {
    const root = join(import.meta.dirname, "../..")
    expect([...inTurns, ...Object.keys(slow.everyRun)].filter((file) => !existsSync(join(root, file)))).toEqual([])
  })

  it("have as many files of each folder, and take about as long", () => {
    for (const [folder, files] of Map.groupBy(inTurns, dirname))
      for (const turn of byTurn) {
        const here = turn.filter((file) => files.includes(file)).length
        expect(Math.abs(here - files.length / turns), folder).toBeLessThan(1)
      }
    const seconds = byTurn.map(secondsOf)
    expect(Math.max(...seconds) / Math.min(...seconds)).toBeLessThan(1.1)
  })

  it("leave out the files of the others, and nothing if all run", () => {
    expect(filesLeftOut(2, slow)).toEqual(byTurn.filter((_, i) => i !== 1).flat())
    expect(filesLeftOut("all", slow)).toEqual([])
  })

  it("are the same in each run of a commit; a folder that is no clone has the first", () => {
    const root = join(import.meta.dirname, "../..")
    expect(turnOfCommit(root)).toBe(turnOfCommit(root))
    expect(turnOfCommit("/")).toBe(1)
  })
})
