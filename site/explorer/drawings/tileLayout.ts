/**
 * A place for each of some countries on a small grid: west to east by columns, north to south in each. Made of where they lie alone, so
 * every place is as large as any other and none covers its neighbour.
 */
import type { Point, Points } from "../views/View.ts"

export interface Tiles {
  readonly columns: number
  readonly rows: number
  /** Column and row of each place, from 0 on. */
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
