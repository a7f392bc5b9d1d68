import type { ShownFlow } from "./FlowTable.ts"

/** A release's table as a file. Codes of countries and numbers only: nothing needs quotes. */
export const flowsCsv = (flows: ReadonlyArray<ShownFlow>): string =>
  [
    "origin,destination,year,state,victims,as_of",
    ...flows.map(({ origin, destination, year, shown }) =>
      [
        origin,
        destination,
        year,
        shown.state,
        ...(shown.state === "published" ? [shown.victims, shown.asOf] : ["", ""])
      ].join(",")
    ),
    ""
  ].join("\n")
