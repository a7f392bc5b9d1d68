import { assert, describe, it } from "vitest"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { labelsIn } from "../../../site/api/tables/labelsIn.ts"
import { readSelection } from "../../../site/api/tables/TableSelection.ts"

/** Assistance in two countries and years, with one kind of it. */
const facts = {
  ...{ name: "assistance", table: "assistance", title: "", unit: "", figure: "victims" },
  dimensions: ["assistance_type", "country", "year"]
}
const builder = tableBuilder(facts, 2, 1, new Map())
for (const [d, labels] of [["Medical"], ["MDA", "UKR"], ["2003", "2006"]].entries())
  for (const label of labels) builder.know(d, label)
for (const labels of [
  ["Medical", "UKR", "2003"],
  ["Medical", "MDA", "2006"]
])
  builder.add({ labels, state: "published", victims: 20, low: null, high: null, asOf: 1 })
const table = builder.table()

const read = (query: string) => readSelection(table, new URLSearchParams(query), "json")

describe("labels of a request", () => {
  it.each([
    "assistance_type=Legal",
    "country=ZWE",
    "year=2004",
    "year=2003,2006",
    "country=MDA&assistance_type=Shelter"
  ])("%s is known, with records or without", (query) => {
    const selection = read(query)
    assert.isFalse("code" in selection, JSON.stringify(selection))
  })

  it.each([
    ...["assistance_type=Total", "assistance_type=legal", "assistance_type=Detected", "country=Total", "country=EUR"],
    ...["country=RU-KR", "country=NotKnown", "year=2007", "year=Total", "year=2003-2004", "from=2002"]
  ])("%s is unknown", (query) => {
    assert.deepInclude(read(query), { code: "request-label-unknown" })
  })

  it("are all in the description of the API", () => {
    const labels = labelsIn([table])
    assert.includeMembers([...(labels.get("assistance_type") ?? [])], ["Medical", "Legal", "Shelter"])
    assert.includeMembers([...(labels.get("country") ?? [])], ["UKR", "ZWE"])
    assert.deepStrictEqual([...(labels.get("year") ?? [])].sort(), ["2003", "2004", "2005", "2006"])
    for (const [name, known] of labels)
      for (const label of known) assert.isFalse("code" in read(`${name}=${label}`), `${name}=${label}`)
  })
})
