/** The table of flows that a release shows: origin, destination and year, one line of JSON per cell in the order of these. */
import type { ShownCell } from "./ShownCell.ts"

export interface ShownFlow {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly shown: ShownCell
}

export const flowKey = (flow: Pick<ShownFlow, "origin" | "destination" | "year">): string =>
  `${flow.origin} ${flow.destination} ${flow.year}`

type Line = readonly [string, string, number, "published" | "suppressed", number | null, number]

/** A cell that is suppressed has nothing behind its state: no count, and no release that it would be of. */
export const toLine = ({ origin, destination, year, shown }: ShownFlow): string =>
  JSON.stringify(
    (shown.state === "published"
      ? [origin, destination, year, shown.state, shown.victims, shown.asOf]
      : [origin, destination, year, shown.state, null, 0]) satisfies Line
  )

export const fromLine = (line: string): ShownFlow => {
  const [origin, destination, year, state, victims, asOf] = JSON.parse(line) as Line
  const shown: ShownCell = state === "published" ? { state, victims: victims as number, asOf } : { state }
  return { origin, destination, year, shown }
}

const order = (a: ShownFlow, b: ShownFlow) =>
  a.origin < b.origin
    ? -1
    : a.origin > b.origin
      ? 1
      : a.destination < b.destination
        ? -1
        : a.destination > b.destination
          ? 1
          : a.year - b.year

/** Lines in an order that tells nothing but what they say. */
export const toLines = (flows: ReadonlyArray<ShownFlow>): ReadonlyArray<string> => flows.toSorted(order).map(toLine)
