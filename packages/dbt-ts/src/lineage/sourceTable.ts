import type { Column, Source } from "../project/Node.ts"
import { failAt } from "../sql/SqlError.ts"
import { type Flow, flowOfReadings, nothing } from "./Flow.ts"
import type { LineageTable } from "./LineageTable.ts"
import type { PrivacyClass } from "./PrivacyClass.ts"
import { columnClass, sourceRows } from "./PrivacySettings.ts"

/** Returns what reads a column, or the rows where `column` is empty. */
export const reading = (relation: string, column: string, classes: Iterable<PrivacyClass>): Flow =>
  flowOfReadings([...classes].map((each) => ({ relation, column, was: each, is: each, by: [] })))

const identifies = (privacy: PrivacyClass): boolean => privacy === "pseudonym" || privacy === "direct"

/**
 * Returns a source as queries see it. `stored` are the columns that its table has in the store, where that is known: each must
 * be listed with its class, since `*` has them all.
 */
export const sourceTable = (source: Source, stored: ReadonlyArray<string> | undefined): LineageTable => {
  const classed = [...source.columns.values()].map(({ name, meta }: Column) => {
    const privacy = columnClass(`${source.uniqueId}.${name}`, meta)
    return [
      name,
      privacy ?? failAt(0, `column '${name}' of source ${source.sourceName}.${source.name} has no privacy class`)
    ] as const
  })
  const columns = new Map(classed)
  if (columns.size === 0)
    failAt(0, `source ${source.sourceName}.${source.name} lists no columns with their privacy classes`)
  for (const name of stored ?? []) {
    if (!columns.has(name)) {
      failAt(
        0,
        `column '${name}' of the table of source ${source.sourceName}.${source.name} is not listed with a privacy class`
      )
    }
  }
  // Where a row has a pseudonym, that it is there is a statement about a person.
  const rows = sourceRows(source) ?? [...columns.values()].find(identifies)
  return {
    columns: new Map([...columns].map(([name, privacy]) => [name, reading(source.uniqueId, name, [privacy])])),
    rows: rows === undefined || rows === "open" ? nothing : reading(source.uniqueId, "", [rows])
  }
}
