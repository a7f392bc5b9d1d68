import { assert, describe, it } from "vitest"
import {
  droppedTables,
  droppedYears,
  type EditionCandidate,
  type EditionMark,
  editionsOf
} from "../../../release/history/editions.ts"

const tables = (text: string) =>
  new Map(
    text.split(" ").map((one) => {
      const [name = "", dimensions = ""] = one.split(":")
      return [name, dimensions.split(",")] as const
    })
  )

const release = (number: number, more: Partial<EditionCandidate> = {}): EditionCandidate => ({
  release: number,
  state: "published",
  method: "suppression",
  tables: tables("flows:origin,year victims:country,form"),
  mark: undefined,
  isAnswer: false,
  ...more
})

const shown = (releases: ReadonlyArray<EditionCandidate>) =>
  [...editionsOf(releases)].map(([number, { name, version, latest }]) =>
    [number, name, version, ...(latest ? ["latest"] : [])].join(" ")
  )

describe("editions", () => {
  it("name what a release lacks", () => {
    const before = tables("flows:origin,year victims:country,form regions:region")
    assert.deepStrictEqual(droppedTables(before, tables("flows:year,origin,sex victims:country")), [
      "dimension form of victims",
      "table regions"
    ])
    const years = (...all: ReadonlyArray<string>) => new Map([["flows", new Set(all)]])
    assert.deepStrictEqual(droppedYears(years("2003", "2004"), years("2004", "2005")), ["2003 of flows"])
    assert.deepStrictEqual(droppedYears(years("2003"), new Map()), [])
  })

  it("before they were recorded: releases that drop nothing, without answers and figures with noise", () => {
    assert.deepStrictEqual(
      shown([
        release(1),
        release(2, { tables: tables("flows:origin,year") }),
        release(3, { isAnswer: true }),
        release(4, { method: "dp" }),
        release(5, { tables: tables("flows:origin,year,sex victims:country,form regions:region") })
      ]),
      ["1 main 1", "5 main 2 latest"]
    )
  })

  it("as recorded: in series of their own, whatever they lack", () => {
    const mark = (name: string): EditionMark => ({ name, reason: "" })
    const small = tables("flows:origin,year")
    assert.deepStrictEqual(
      shown([
        release(1, { mark: mark("main") }),
        release(2, { mark: null }),
        release(3, { mark: mark("main"), tables: small }),
        release(4, { mark: mark("corridors"), tables: small }),
        release(5, { mark: mark("main") })
      ]),
      ["1 main 1", "3 main 2", "4 corridors 1 latest", "5 main 3 latest"]
    )
  })

  it("after a retraction: the edition before is the latest, and versions stay", () => {
    assert.deepStrictEqual(
      shown([release(1), release(2, { state: "retracted" }), release(3, { state: "retracted" })]),
      ["1 main 1 latest", "2 main 2", "3 main 3"]
    )
  })
})
