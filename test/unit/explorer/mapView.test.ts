import { translator } from "@corridor/page/translator"
import type { Topology } from "topojson-specification"
import { assert, it } from "vitest"
import points from "../../../schemas/map/points.json" with { type: "json" }
import map from "../../../schemas/map/world.topo.json" with { type: "json" }
import { toTable } from "../../../site/explorer/cells/Table.ts"
import { allOf } from "../../../site/explorer/drawings/El.ts"
import { countriesOnly } from "../../../site/explorer/server/countriesOnly.ts"
import { nameFile } from "../../../site/explorer/server/nameFile.ts"
import { namedPlaces } from "../../../site/explorer/views/choices.ts"
import { mapView } from "../../../site/explorer/views/mapView.ts"
import type { ViewProps } from "../../../site/explorer/views/View.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { toNames } from "../../../site/explorer/words/Names.ts"

const table = (
  name: string,
  dimensions: ReadonlyArray<string>,
  cells: ReadonlyArray<Record<string, string | number>>
) =>
  toTable(name, {
    ...{ table: name, figure: "victims", unit: "", method: "suppression" },
    dimensions: [...dimensions, "year"],
    cells: cells.map((cell) => ({ ...cell, year: 2008, state: "published", victims: 20 }))
  })

const flows = [
  { origin: "UKR", destination: "RUS" },
  { origin: "UZB", destination: "TUR" }
]
const t = translator("en", catalogues.en)

const propsWith = (filters: ViewProps["filters"]): ViewProps => ({
  tables: new Map([
    ["flows", table("flows", ["origin", "destination"], flows)],
    [
      "corridors",
      table(
        "corridors",
        ["origin", "destination", "corridor"],
        [
          { ...flows[0], corridor: "UKR > BLR > RUS" },
          { ...flows[1], corridor: "UZB > KAZ > TUR" }
        ]
      )
    ]
  ]),
  filters,
  t,
  names: toNames(nameFile("en"), t("all")),
  language: "en",
  width: 900,
  linkTo: () => undefined,
  resources: { points, world: countriesOnly(map as unknown as Topology) }
})

const wordsWith = (filters: ViewProps["filters"]) =>
  mapView
    .make(propsWith(filters))
    .pictures.flatMap(({ body }) => body.flatMap(allOf))
    .flatMap((one) => (one.mark === undefined ? [] : [one.mark.words]))

it("marks the places of transit of the arrows that it shows, also those where no journey begins or ends, and no others", () => {
  assert.includeMembers(wordsWith({}), ["Belarus: Transit", "Kazakhstan: Transit"])
  const ofUzbekistan = wordsWith({ place: "UZB" })
  assert.include(ofUzbekistan, "Kazakhstan: Transit")
  assert.notInclude(ofUzbekistan, "Belarus: Transit")
})

it("lists places in the order of the reader's alphabet, wherever it runs", () => {
  const names = { place: (code: string) => code } as ViewProps["names"]
  const listed = (language: ViewProps["language"]) =>
    namedPlaces({ names, language }, ["Șa", "Sb", "Sb"]).map(([place]) => place)
  assert.deepStrictEqual(listed("ro"), ["Sb", "Șa"])
  assert.deepStrictEqual(listed("en"), ["Șa", "Sb"])
})
