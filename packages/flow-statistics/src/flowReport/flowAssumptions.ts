export interface FlowAssumptions {
  readonly hasHidden: boolean
  readonly hasFilled: boolean
  readonly dispersion: number | undefined
  readonly unknownEnds: number
  readonly silent: number
  readonly model: "independence" | "gravity" | undefined
  readonly hasPopulation: boolean
}

/** Returns the assumptions of a flow report, to be printed with it. */
export const flowAssumptions = (of: FlowAssumptions): ReadonlyArray<string> => [
  "Persons counted are those whom somebody detected: where detection is better, flows look larger.",
  "Corridors that are not in the table have 0 persons.",
  ...(of.unknownEnds > 0
    ? ["Persons with an end that is not known are in no share: it is as if they were like the others."]
    : []),
  ...(of.silent > 0
    ? ["Cells that were not reported or not collected are left out; sums are of what was reported."]
    : []),
  ...(of.hasHidden
    ? [
        "Hidden and rounded cells may be anything within their bounds. Bounds of counts, shares, connectivity, intensities (but for the net rate) and the mean distance are exact; those of other indices hold but may be wider than need be. Those of the effect of distance were seen over two tables, not proved."
      ]
    : []),
  ...(of.hasFilled
    ? [
        "Hidden cells are filled so that margins hold and they are otherwise in proportion to origins and destinations; bounds are what the table's bounds and the margins leave."
      ]
    : []),
  of.dispersion === undefined
    ? "Intervals of shares and ranks take persons as counted independently; those detected together make them too narrow. With a column of periods they allow for it."
    : `Intervals of shares and ranks divide persons by ${of.dispersion.toFixed(2)}, by how much shares vary from period to period; real change between periods widens them, too.`,
  "Ranks are those that no other corridor's interval excludes, all intervals holding at once.",
  ...(of.model === undefined
    ? []
    : [
        `More or less than expected: beside what ${of.model === "gravity" ? "origins, destinations and distance" : "origins and destinations"} lead to expect, as if corridors had nothing else of their own; of many corridors one in twenty stands out by chance.`
      ]),
  ...(of.hasPopulation ? ["Rates are of persons detected, not of all who were trafficked."] : [])
]
