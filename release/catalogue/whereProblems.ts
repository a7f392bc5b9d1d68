/**
 * Labels that a choice may name: every one that exists. Whether a vintage has records with a label is not disclosed: none and few look alike. Other
 * text is refused, because nothing can be removed from the ledger.
 */
import { groupHistories } from "../../schemas/PartnerGroups.ts"
import { countries, countryByAlpha3, placeGroups, regionByCode } from "../../schemas/Places.ts"
import { dimensionOf, historyDimension, panelDimension, panelLabels } from "./Cube.ts"
import { termDefinitions } from "./PlainTerms.ts"
import { placeAt } from "./placeLabels.ts"
import { releaseTables } from "./releaseTables.ts"
import type { ChoiceProblem, TableChoice } from "./TableChoice.ts"
import { notKnownIn, yearsOfLabel } from "./timeLabels.ts"
import { totalLabel } from "./totalLabel.ts"

const unknown = "NotKnown"

const m49 = new Set(countries.flatMap(({ code }) => [placeAt(code, "subregion"), placeAt(code, "region")]))

const isPlace = (label: string): boolean =>
  label === unknown ||
  countryByAlpha3(label)?.code === label ||
  regionByCode(label) !== undefined ||
  m49.has(label) ||
  countries.some(({ code }) => notKnownIn(code) === label)

const codes = new Map<string, ReadonlyArray<string>>([
  ...Object.values(termDefinitions).flatMap((term) =>
    "labels" in term ? [[term.dimension, [...term.labels, unknown]] as const] : []
  ),
  [panelDimension, Object.values(panelLabels)],
  [historyDimension, groupHistories],
  ["record_kind", ["victim", "route", "assistance", "proceeding"]]
])

/** Returns what is expected of each label of `where` that does not exist. */
export const whereProblems = ({ table, where, levels }: TableChoice): ReadonlyArray<ChoiceProblem> =>
  Object.entries(where).flatMap(([name, label]): ReadonlyArray<ChoiceProblem> => {
    const cube = releaseTables.get(table)?.cube
    const { kind, values = [] } = (cube && dimensionOf(cube, name)) ?? {}
    if (label === totalLabel) return []
    if (kind === "place")
      return isPlace(label) || (levels[name]?.includes("group") === true && placeGroups.includes(label))
        ? []
        : [{ rule: name, expected: "a country of ISO 3166-1 alpha-3, a region of ISO 3166-2 or of M49, or a group" }]
    if (kind === "route") {
      const places = label.replace(/^(?:begins|via|places) /, "").split(" > ")
      return places.every(isPlace)
        ? []
        : [{ rule: name, expected: "places of a route, such as MDA > UKR > RUS or via UKR" }]
    }
    if (kind === "year")
      return yearsOfLabel(label) === undefined ? [{ rule: name, expected: "a year, such as 2004" }] : []
    const known = codes.get(name) ?? values
    return known.includes(label) ? [] : [{ rule: name, expected: `one of ${known.join(", ")}` }]
  })
