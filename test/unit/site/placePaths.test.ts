import { assert, it } from "vitest"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { placePaths } from "../../../site/explorer/server/placePaths.ts"

const tableOf = (name: string, dimensions: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>) => {
  const builder = tableBuilder(tableFacts(name, dimensions), rows.length, 1, new Map())
  dimensions.forEach((_, d) => {
    for (const label of [...new Set(rows.map((row) => row[d] as string))].sort()) builder.know(d, label)
  })
  for (const labels of rows) builder.add({ labels, state: "suppressed", victims: null, low: 1, high: null, asOf: 0 })
  return builder.table()
}

it("lists the pages of places and corridors that an edition has, and of nothing else", () => {
  const flows = tableOf(
    "flows",
    ["origin", "destination", "year"],
    [
      ["UKR", "RUS", "2005"],
      ["UKR", "RUS", "2006"],
      ["MDA", "Total", "2005"],
      ["NotKnown", "RUS", "2005"]
    ]
  )
  const transit = tableOf(
    "first_level_transit",
    ["corridor", "year"],
    [
      ["via RU-AST", "2005"],
      ["via KAZ", "2005"],
      ["MDA > UKR > RUS", "2005"]
    ]
  )
  assert.deepStrictEqual(placePaths([flows, transit]), [
    "/corridor/UKR/RUS",
    "/country/KAZ",
    "/country/MDA",
    "/country/RUS",
    "/country/UKR",
    "/region/RU-AST"
  ])
})
