import type { Create } from "@corridor/page/tableOf"
import type { Role } from "../drawings/roleSign.ts"
import type { Names } from "../words/Names.ts"
import type { Translate, WordKey } from "../words/Words.ts"

/** Some cells of a table, as a file. */
export interface FileChoice {
  readonly table: string
  readonly parameters: Readonly<Record<string, string>>
}

const formats = { csv: "CSV", xlsx: "Excel", parquet: "Parquet", json: "JSON" } as const

interface Words {
  readonly t: Translate
  readonly names: Names
}

/** Which cells a file has, such as "Origin: Ukraine" or "2008". */
const partOf = ({ t, names }: Words, parameters: FileChoice["parameters"]): ReadonlyArray<string> => {
  const { from, to, ...labels } = parameters
  const years = [...new Set([from, to])].filter((year) => year !== undefined)
  const parts = Object.entries(labels).map(([dimension, label]) => {
    const role = dimension === "corridor" ? "transit" : dimension
    const name = names.label(dimension, label)
    return role === "origin" || role === "transit" || role === "destination" ? `${t(role)}: ${name}` : name
  })
  return years.length === 0 ? parts : [...parts, years.join("–")]
}

/** Names of tables that are no series. */
const viewOfTable: Readonly<Record<string, WordKey>> = { corridors: "navRoutes", victims: "navVictims" }

const ofRole = /^(?:first_level|region_roles)_(origin|transit|destination)$/

/** A table as readers name it, or its name in the API. */
const tableName = ({ t, names }: Words, table: string): string => {
  const series = names.series.find((one) => one.table === table)
  if (series !== undefined) return series.title
  const role = ofRole.exec(table)?.[1] as Role | undefined
  if (role !== undefined) return `${t(table.startsWith("first_level") ? "region" : "place")} (${t(role)})`
  const word = viewOfTable[table]
  return word === undefined ? table : t(word)
}

/** The files of a release's tables, one line for each choice of cells, with a link for each format. */
export const fileList = <Node>(
  h: Create<Node>,
  words: Words,
  release: number,
  files: ReadonlyArray<FileChoice>
): ReadonlyArray<Node> =>
  files.map(({ table, parameters }) =>
    h(
      "li",
      {},
      h("span", { class: "what" }, [tableName(words, table), ...partOf(words, parameters)].join(", ")),
      Object.entries(formats).map(([format, name]) =>
        h(
          "a",
          { href: `/v1/releases/${release}/tables/${table}?${new URLSearchParams({ ...parameters, format })}` },
          name
        )
      )
    )
  )
