import { assert, describe, it } from "vitest"
import {
  droppedTables,
  droppedYears,
  type EditionCandidate,
  type EditionMark,
  editionsOf,
  retractedEdition
} from "../../../release/history/editions.ts"
import { type Release, retractionOf } from "../../../release/history/Release.ts"

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

  it("the edition that was retracted last, if its series has no other", () => {
    const one = (release: number, at: string | undefined, latest = false, name = "main") => ({
      release,
      edition: { name, version: release, reason: "", latest },
      retraction: at === undefined ? null : { at, reason: "" }
    })
    const [first, second] = [one(1, "2026-05-02T00:00:00Z"), one(2, "2026-05-01T00:00:00Z")]
    const answer = { release: 3, edition: undefined, retraction: undefined }
    assert.strictEqual(retractedEdition([first, second, answer]), first)
    const together = [one(1, "2026-05-02T00:00:00Z"), one(2, "2026-05-02T00:00:00Z")]
    assert.strictEqual(retractedEdition(together), together[0])
    assert.isUndefined(retractedEdition([first, second, one(4, undefined, true)]))
    assert.strictEqual(retractedEdition([first, one(4, undefined, true, "other")]), first)
    assert.isUndefined(retractedEdition([answer]))
    assert.isUndefined(retractedEdition([first], "other"))
  })

  it("a reason is for readers only if it was given for them", () => {
    const move = {
      move: "retract",
      by: "Bo",
      reason: "partner seven twice",
      at: "2026-05-01T10:00:00.123Z",
      ledger: ""
    } as const
    const of = (state: string, moves: ReadonlyArray<object>) => retractionOf({ state, moves } as unknown as Release)
    assert.deepStrictEqual(of("retracted", [move]), { at: "2026-05-01T10:00:00Z", reason: "" })
    assert.strictEqual(of("retracted", [{ ...move, public: true }])?.reason, "partner seven twice")
    assert.isUndefined(of("published", []))
  })
})
