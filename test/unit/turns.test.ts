import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { filesLeftOut, readDurations, slowFiles, turnOfCommit } from "../turns.ts"

const durations = readDurations()
const { 1: first, 2: second } = slowFiles(durations)
const secondsOf = (files: ReadonlyArray<string>) => files.reduce((sum, file) => sum + (durations[file] ?? 0), 0)

describe("the turns of slow test files", () => {
  it("have each file once between them", () => {
    expect([...first, ...second].sort()).toEqual(Object.keys(durations).sort())
  })

  it("have files of each folder that has two or more, and take about as long", () => {
    for (const [folder, files] of Map.groupBy(Object.keys(durations), dirname)) {
      const inFirst = files.filter((file) => first.includes(file)).length
      expect(Math.abs(2 * inFirst - files.length), folder).toBeLessThanOrEqual(1)
    }
    expect(secondsOf(first) / secondsOf(second)).toBeCloseTo(1, 1)
  })

  it("leave out the files of the other, and nothing if all run", () => {
    expect(filesLeftOut(1, durations)).toEqual(second)
    expect(filesLeftOut(2, durations)).toEqual(first)
    expect(filesLeftOut("all", durations)).toEqual([])
  })

  it("are the same in each run of a commit; a folder that is no clone has the first", () => {
    const root = join(import.meta.dirname, "../..")
    expect(turnOfCommit(root)).toBe(turnOfCommit(root))
    expect(turnOfCommit("/")).toBe(1)
  })
})
