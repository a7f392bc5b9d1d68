import type { EditionDescription } from "./EditionDescription.ts"
import { agency, dimensionsOf, frequencyOf, periodCode, statusCodes, structureId, versionOf } from "./sdmxCodes.ts"
import type { TableWithCells } from "./sdmxStructure.ts"

const numberText = (value = Number.NaN) => (Number.isNaN(value) ? "" : String(value))

/** Returns cells of a table as SDMX-CSV 2.0.0. `places`: indexes of the cells. Codes have no characters that CSV would quote. */
export const sdmxCsv = (
  edition: EditionDescription,
  { described, table }: TableWithCells,
  places: ReadonlyArray<number>
): string => {
  const dimensions = dimensionsOf(table, described).map(({ id, column, codes }) => {
    const { values, cells } = table.columns.find(({ name }) => name === column) as (typeof table.columns)[number]
    if (id === "FREQ") return { id, cells, texts: values.map(frequencyOf) }
    return { id, cells, texts: codes === undefined ? values.map(periodCode) : codes.map((code) => code.id) }
  })
  const structure = `${agency}:${structureId(edition, described)}(${versionOf(edition)})`
  const head = ["STRUCTURE", "STRUCTURE_ID", "ACTION", ...dimensions.map(({ id }) => id)]
  const lines = [[...head, "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "LOW", "HIGH", "AS_OF"].join(",")]
  for (const place of places) {
    const state = table.states[place] as keyof typeof statusCodes
    const isPublished = state === "published"
    const { obs, conf } = statusCodes[state]
    lines.push(
      [
        "dataflow",
        structure,
        "I",
        ...dimensions.map(({ cells, texts }) => texts[cells[place] as number]),
        isPublished ? numberText(table.figures[place]) : "",
        obs,
        conf,
        numberText(table.bounds.low[place]),
        numberText(table.bounds.high[place]),
        isPublished ? numberText(table.asOf[place]) : ""
      ].join(",")
    )
  }
  return `${lines.join("\n")}\n`
}
