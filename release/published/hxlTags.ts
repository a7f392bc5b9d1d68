import { cubes } from "../catalogue/cubes.ts"

/** Tags of the Humanitarian Exchange Language (HXL 1.1 standard) by column. */
const tags: ReadonlyMap<string, string> = new Map([
  ...[...cubes.values()].flatMap(({ dimensions }) => dimensions.map(({ name, hxl }) => [name, hxl] as const)),
  ["state", "#status+disclosure"],
  ["victims", "#affected+victims"],
  ["persons", "#affected+persons"],
  ["low", "#affected+min"],
  ["high", "#affected+max"],
  ["as_of", "#meta+release"]
])

/** Returns the tag of a column; `#meta` for a column without one. */
export const hxlTag = (column: string): string => tags.get(column) ?? "#meta"
