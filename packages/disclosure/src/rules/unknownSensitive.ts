import { TableRefused } from "../tables/TableRefused.ts"

/** Returns why names of sensitive dimensions are refused: a misspelt one would protect nothing. Undefined if all exist. */
export const unknownSensitive = (
  sensitive: ReadonlyArray<string>,
  dimensions: ReadonlyArray<string>
): TableRefused | undefined => {
  const unknown = sensitive.filter((name) => !dimensions.includes(name))
  return unknown.length === 0
    ? undefined
    : new TableRefused({
        message: `Not a dimension of the tables: ${unknown.join(", ")}`,
        problems: []
      })
}
