/** What `COVERAGE.md` says about pauses, from the numbers of partners and from months that are not complete. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { releasePages } from "../../../release/publisher/releasePages.ts"

const month = (year: number, month: number) => year * 12 + month - 1

interface Facts {
  /** Of routes, from month on. */
  readonly numbers: ReadonlyArray<readonly [month: number, partners: number | undefined]>
  readonly pauses?: ReadonlyArray<number>
  readonly ownChanges?: ReadonlyArray<number>
}

const pageOf = ({ numbers, pauses = [], ownChanges = [] }: Facts): string => {
  const pages = releasePages({
    ...{ release: 1, vintage: 1, frozenAt: "2010-01-01T00:00:00.000Z", hash: "00", profile: defaultProfile },
    ...{ method: "suppression", invented: false, choices: [], cells: [], extra: "", further: [] },
    incomplete: pauses.map((one) => ({ kind: "route", month: one, arrived: undefined, isPause: true })),
    reporting: {
      changes: [
        ...numbers.map(([from, partners]) => ({ kind: "route", month: from, partners })),
        { kind: "victim", month: month(2003, 1), partners: 5 }
      ],
      panels: new Map([
        ["route", 4],
        ["victim", undefined]
      ]),
      ownChanges: new Map([["route", ownChanges]])
    }
  })
  return new Map(pages).get("COVERAGE.md") ?? ""
}

const lineOf = (text: string, start: string): string =>
  text.split("\n").find((line) => line.startsWith(start)) ?? `no line ${start}`

describe("the page of coverage", () => {
  const [first, fell, grew, later] = [month(2003, 1), month(2004, 7), month(2006, 3), month(2008, 2)]

  it("says when some reporting paused, and for no other kind of record", () => {
    const page = pageOf({
      numbers: [
        [first, 6],
        [fell, 4],
        [grew, 5]
      ]
    })
    assert.strictEqual(
      lineOf(page, "- route records"),
      "- route records: 6 from 2003-01 on, 4 from 2004-07 on, 5 from 2006-03 on. 4 reported throughout. Some reporting paused from 2004-07 to 2006-02: 6 partners before, then 4, 5 after."
    )
    assert.strictEqual(
      lineOf(page, "- victim records"),
      "- victim records: 5 from 2003-01 on. Fewer than 3 reported throughout."
    )
  })

  it("says in which years one partner's records changed alone, and does not name it", () => {
    const page = pageOf({ numbers: [[first, 6]], ownChanges: [2005, 2007] })
    assert.include(
      lineOf(page, "- route records"),
      "In 2005, 2007, the number of records of one partner that has more than a tenth of them changed while that of the others did not"
    )
    assert.notInclude(lineOf(page, "- victim records"), "one partner")
  })

  it("says so of each pause, and names no number that may not be published", () => {
    const page = pageOf({
      numbers: [
        [first, 6],
        [fell, undefined],
        [grew, 7],
        [later, 5],
        [later + 12, 6]
      ]
    })
    assert.include(
      page,
      "Some reporting paused from 2004-07 to 2006-02: 6 partners before, then fewer than 3, 7 after. Some reporting paused from 2008-02 to 2009-01: 7 partners before, then 5, 6 after."
    )
  })

  it("says nothing of the kind where reporting only fell, or only grew", () => {
    for (const numbers of [
      [6, 5, 4],
      [4, 5, 6]
    ])
      assert.notInclude(
        pageOf({ numbers: numbers.map((partners, i) => [first + 20 * i, partners] as const) }),
        "paused"
      )
  })

  it("says in which months a large partner was silent", () => {
    const page = pageOf({ numbers: [[first, 6]], pauses: [fell, fell + 1, fell + 2, grew] })
    assert.include(
      page,
      "Not complete: route records from 2004-07 to 2004-09, route records from 2006-03 to 2006-03. A partner with more than a tenth of the records reported nothing then, and again later: compare no other figure with these."
    )
    assert.notInclude(pageOf({ numbers: [[first, 6]] }), "Not complete")
  })
})
