import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { isOfPeriod, labelsOfYears, type TableYears, tableYears } from "../../../site/api/tables/TableYears.ts"

const yearsOf = (values: ReadonlyArray<string>) =>
  tableYears({
    name: "year",
    kind: "year",
    values,
    places: new Map(),
    cells: new Int32Array(),
    isYears: false
  }) as TableYears

describe("the years of a table", () => {
  it.each([
    [["2003", "2006"], 2003, 2006, ["2003", "2004", "2005", "2006"]],
    [["2003-H2", "2005-H1"], 2004, 2004, ["2004-H1", "2004-H2"]],
    [["2003-11", "2004-02"], 2003, 2003, ["2003-11", "2003-12"]],
    [["2003-Q4", "2004-Q3", "2004-NotKnown"], 2004, 2004, ["2004-Q1", "2004-Q2", "2004-Q3", "2004-NotKnown"]],
    // Ranges are not completed: which ones a table has is for the release to say.
    [["2000-2004", "2010-2014"], 2000, 2009, ["2000-2004"]],
    // In a table of several levels no year is said to be unreported whose parts are there.
    [["2003", "2004-H1", "2004-H2", "2005"], 2004, 2004, ["2004-H1", "2004-H2"]],
    [["2000-2004", "2005"], 2003, 2004, ["2003", "2004"]]
  ] as const)("%j, from %d to %d", (values, from, to, expected) => {
    assert.sameMembers([...labelsOfYears(yearsOf(values), from, to)], [...expected])
  })

  it("are none where no label has a year", () => {
    assert.isUndefined(
      tableYears({
        name: "year",
        kind: "year",
        values: ["Total"],
        places: new Map(),
        cells: new Int32Array(),
        isYears: false
      })
    )
  })

  it.each([
    [["2003", "2006"], "2004", true],
    [["2003", "2006"], "2007", false],
    [["2003", "2006"], "2003-2004", false],
    [["2003", "2006"], "2004-H1", false],
    [["2003-05", "2004-02"], "2004", false],
    [["2003-05", "2004-02"], "2003-12", true],
    [["2003-05", "2004-02"], "2003-13", false],
    [["2000-2004", "2010-2014"], "2005-2009", true],
    [["2003", "Total"], "Total", true]
  ] as const)("%j: whether %s is one of them is %s", (values, label, expected) => {
    assert.strictEqual(isOfPeriod(yearsOf(values), label), expected)
  })

  it("in a range are all labels of its years and no other, for any years", () => {
    const year = fc.integer({ min: 1990, max: 2030 })
    fc.assert(
      fc.property(fc.uniqueArray(year, { minLength: 1 }), year, year, (own, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const found = labelsOfYears(yearsOf(own.map(String)), from, to)
        for (const one of own) assert.strictEqual(found.has(String(one)), one >= from && one <= to)
        assert.isNotEmpty(found)
      })
    )
  })
})
