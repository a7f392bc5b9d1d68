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
export const flowAssumptions = (report: FlowAssumptions): ReadonlyArray<string> => [
  "Only detected persons are counted: where detection is better, flows look larger.",
  "Corridors that are not in the table have no persons.",
  ...(report.unknownEnds > 0
    ? ["Persons with an unknown end are in no share, which assumes that they are like the others."]
    : []),
  ...(report.silent > 0
    ? ["Cells that were not reported or not collected are left out; sums contain only what was reported."]
    : []),
  ...(report.hasHidden
    ? [
        "Hidden and rounded cells may be anything within their bounds. Bounds of counts, shares, connectivity, intensities (but for the net rate) and the mean distance are exact; those of other indices hold but may be wider than necessary. Those of the effect of distance were observed over two tables, not proved."
      ]
    : []),
  ...(report.hasFilled
    ? [
        "Hidden cells are filled so that margins hold, and otherwise in proportion to origins and destinations; their bounds follow from the table's bounds and the margins."
      ]
    : []),
  report.dispersion === undefined
    ? "Intervals of shares and ranks assume that persons are detected independently; if they are detected together, the intervals are too narrow. A column of periods corrects for this."
    : `Intervals of shares and ranks divide counts by ${report.dispersion.toFixed(2)}, the variation of shares between periods; real change between periods widens them, too.`,
  "The range of a rank contains all ranks that the joint intervals do not exclude.",
  ...(report.model === undefined
    ? []
    : [
        `More or less than expected: compared with what ${report.model === "gravity" ? "origins, destinations and distance" : "origins and destinations"} lead to expect. At most one in twenty of those that stand out is expected to do so by chance.`
      ]),
  ...(report.hasPopulation ? ["Rates are of persons detected, not of all who were trafficked."] : [])
]
