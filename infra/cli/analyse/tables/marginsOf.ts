import type { FlowTable } from "@corridor/flow-statistics/flows/FlowTable"
import type { FlowLine } from "./checkTotals.ts"

const endOf = ({ origin, destination }: Pick<FlowLine, "origin" | "destination">): string =>
  JSON.stringify([origin ?? null, destination ?? null])

/** Returns whether a row is a part of the total of an end. */
const isPartOf = (part: FlowLine, { origin, destination }: FlowLine): boolean =>
  (origin === undefined || origin === part.origin) && (destination === undefined || destination === part.destination)

/**
 * Returns the margins of all periods together, without the persons of unknown ends, which are in no corridor. An end has none if a period in which it has
 * persons has no total, or two.
 */
export const marginsOf = (
  totals: ReadonlyArray<FlowLine>,
  parts: ReadonlyArray<FlowLine>,
  isUnknownEnd: (line: FlowLine) => boolean
): FlowTable["margins"] => {
  const byEnd = Map.groupBy(totals, endOf)
  return [...byEnd.values()].flatMap((all) => {
    const [first] = all as [FlowLine]
    const own = parts.filter((part) => isPartOf(part, first))
    const periods = new Set(all.map(({ period }) => period))
    const isOfAll = periods.has("")
    if (periods.size < all.length || (isOfAll && all.length > 1)) return []
    if (!isOfAll && own.some(({ period }) => !periods.has(period))) return []
    const cells = [
      ...all.map(({ cell }) => cell),
      ...own.flatMap((part) => {
        const { value, low, high } = part.cell
        return isUnknownEnd(part) ? [{ ...part.cell, value: -value, low: -high, high: -low }] : []
      })
    ]
    const sum = (figure: "value" | "low" | "high") => cells.reduce((total, cell) => total + cell[figure], 0)
    const { origin, destination, cell } = first
    return [
      {
        ...(origin === undefined ? {} : { origin }),
        ...(destination === undefined ? {} : { destination }),
        cell: { ...cell, value: sum("value"), low: sum("low"), high: sum("high") }
      }
    ]
  })
}
