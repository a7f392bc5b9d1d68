import { cubes } from "../../release/catalogue/cubes.ts"
import type { LeafRow, Leaves } from "../../release/catalogue/LeafRow.ts"

/** Labels by dimension; a dimension without one is not known. */
export type Values = Readonly<Record<string, string>>

/** Counts persons in the finest cells of every cube, by partner. */
export const leafCounter = () => {
  const counted = new Map<string, Map<string, { values: ReadonlyArray<string>; partner: string; persons: number }>>()
  return {
    /** Counts one person. `detail` is "" for the cube itself. */
    count: (cube: string, detail: string, partner: string, values: Values): void => {
      const own = cubes.get(cube)?.dimensions.map(({ name }) => values[name] ?? "NotKnown") ?? []
      const rows = counted.get(`${cube}/${detail}`) ?? new Map()
      counted.set(`${cube}/${detail}`, rows)
      const key = JSON.stringify([own, partner])
      const row = rows.get(key) ?? { values: own, partner, persons: 0 }
      rows.set(key, row)
      row.persons += 1
    },
    leaves: (): ReadonlyMap<string, Leaves> =>
      new Map(
        [...cubes.values()].map((cube) => {
          const rowsOf = (detail: string): ReadonlyArray<LeafRow> => [
            ...(counted.get(`${cube.name}/${detail}`)?.values() ?? [])
          ]
          return [
            cube.name,
            new Map([["", rowsOf("")], ...cube.details.map(({ name }) => [name, rowsOf(name)] as const)])
          ]
        })
      )
  }
}
