/**
 * Arranges countries on a grid by their position only: west to east by column, north to south in each column.
 *
 * All places have the same size and do not overlap.
 */
import type { Point, Points } from "./Picture.ts"

export interface Tiles {
  readonly columns: number
  readonly rows: number
  /** Column and row of each place, from 0. */
  readonly at: ReadonlyMap<string, Point>
}

export const tileLayout = (places: ReadonlyArray<string>, points: Points, mostColumns = 6): Tiles => {
  const known = places.filter((place) => points[place] !== undefined)
  const x = (place: string) => (points[place] as Point)[0]
  const y = (place: string) => (points[place] as Point)[1]
  const columns = Math.max(1, Math.min(mostColumns, Math.ceil(Math.sqrt(known.length))))
  const eastwards = known.toSorted((a, b) => x(a) - x(b) || (a < b ? -1 : 1))
  const at = new Map<string, Point>()
  for (let column = 0; column < columns; column++) {
    const first = Math.round((column * known.length) / columns)
    const end = Math.round(((column + 1) * known.length) / columns)
    eastwards
      .slice(first, end)
      .sort((a, b) => y(a) - y(b) || (a < b ? -1 : 1))
      .forEach((place, row) => {
        at.set(place, [column, row])
      })
  }
  const rows = 1 + Math.max(0, ...[...at.values()].map(([, row]) => row))
  return { columns, rows, at }
}
