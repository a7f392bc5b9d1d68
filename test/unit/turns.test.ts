import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { filesLeftOut, inEveryRun, readDurations, slowFiles, turnOfCommit, turns } from "../turns.ts"

const durations = readDurations()
const byTurn = slowFiles(durations)
const taking = Object.keys(durations).filter((file) => !inEveryRun.includes(file))
const secondsOf = (files: ReadonlyArray<string>) => files.reduce((sum, file) => sum + (durations[file] ?? 0), 0)

describe("the turns of slow test files", () => {
  it("have each file once between them, but for those of every run", () => {
    expect(byTurn.flat().sort()).toEqual(taking.sort())
    expect(inEveryRun.filter((file) => durations[file] === undefined)).toEqual([])
  })

  it("have as many files of each folder, and take about as long", () => {
    for (const [folder, files] of Map.groupBy(taking, dirname))
      for (const turn of byTurn) {
        const here = turn.filter((file) => files.includes(file)).length
        expect(Math.abs(here - files.length / turns), folder).toBeLessThan(1)
      }
    const seconds = byTurn.map(secondsOf)
    expect(Math.max(...seconds) / Math.min(...seconds)).toBeLessThan(1.1)
  })

  it("leave out the files of the others, and nothing if all run", () => {
    expect(filesLeftOut(2, durations)).toEqual([byTurn[0], byTurn[2], byTurn[3]].flat())
    expect(filesLeftOut("all", durations)).toEqual([])
  })

  it("are the same in each run of a commit; a folder that is no clone has the first", () => {
    const root = join(import.meta.dirname, "../..")
    expect(turnOfCommit(root)).toBe(turnOfCommit(root))
    expect(turnOfCommit("/")).toBe(1)
  })
})
