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
import { matrixView } from "../../../site/explorer/views/matrixView.ts"
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

it("draws the places with the largest figures in the matrix, whatever suppressed figures are, and says so", () => {
  const places = Object.keys(points).filter((code) => /^[A-Z]{3}$/.test(code))
  const cells = places.slice(0, 100).map((origin, i) => ({
    ...{ origin, destination: places[199 - i] as string, year: 2008 },
    ...(i < 50 ? { state: "published", victims: 1_000 - i } : { state: "suppressed" })
  }))
  const matrixOf = (count: number) =>
    matrixView.make({
      ...propsWith({ year: "2008" }),
      tables: new Map([
        [
          "flows",
          toTable("flows", {
            ...{ table: "flows", figure: "victims", unit: "", method: "suppression" },
            dimensions: ["origin", "destination", "year"],
            cells: cells.slice(0, count)
          })
        ]
      ])
    })
  const { pictures, tableEquivalents, notes } = matrixOf(100)
  const heads = tableEquivalents[0]?.rows.map(({ head: [name] }) => name)
  assert.sameMembers(heads as Array<string>, places.slice(0, 40).map(toNames(nameFile("en"), "").place))
  assert.isBelow(pictures.flatMap(({ body }) => body.flatMap(allOf)).length, 20_000)
  assert.isTrue(notes.some((note) => String(note).startsWith("The 40 origins and 40 destinations")))
  assert.isFalse(matrixOf(30).notes.some((note) => String(note).startsWith("The 40 origins")))
})
