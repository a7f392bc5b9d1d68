import type { Create } from "@corridor/page/tableOf"
import type { Role } from "../drawings/roleSign.ts"
import { type Names, withinSentence } from "../words/Names.ts"
import type { Translate, WordKey } from "../words/Words.ts"

/** Some cells of a table, as a file. */
export interface FileChoice {
  readonly table: string
  readonly parameters: Readonly<Record<string, string>>
  /** What the file has, if neither its table nor its parameters say all of it. */
  readonly title?: string
}

const formats = { csv: "CSV", xlsx: "Excel", parquet: "Parquet", json: "JSON" } as const

interface Words {
  readonly t: Translate
  readonly names: Names
}

const ofRole = /^(?:first_level|region_roles)_(origin|transit|destination)$/

const roleOf = (table: string) => ofRole.exec(table)?.[1] as Role | undefined

/** Returns which cells a file has, such as "origin: Ukraine" or "2008". A table of one role does not need to name it. */
export const partOf = ({ t, names }: Words, { table, parameters }: FileChoice): ReadonlyArray<string> => {
  const { from, to, ...labels } = parameters
  const years = [...new Set([from, to])].filter((year) => year !== undefined)
  const parts = Object.entries(labels).map(([dimension, label]) => {
    const role = dimension === "corridor" ? "transit" : dimension
    const name = names.label(dimension, label)
    const isNamed = role === "origin" || role === "transit" || role === "destination"
    return isNamed && role !== roleOf(table)
      ? `${withinSentence("", t(role))}: ${name}`
      : withinSentence(dimension, name)
  })
  return years.length === 0 ? parts : [...parts, years.join("–")]
}

/** Names of tables that are not series. */
const viewOfTable: Readonly<Record<string, WordKey>> = { corridors: "navRoutes", victims: "navVictims" }

/** A table as readers name it, or its name in the API. A second table of a kind, such as `flows-2`, has the name of the first. */
export const tableName = ({ t, names }: Words, table: string): string => {
  const series = names.series.find((one) => one.table === table)
  if (series !== undefined) return series.title
  const role = roleOf(table)
  const place = t(table.startsWith("first_level") ? "region" : "place")
  if (role !== undefined) return `${place} (${withinSentence("", t(role))})`
  const word = viewOfTable[table]
  if (word !== undefined) return t(word)
  const kind = table.replace(/-\d+$/, "")
  return kind === table ? table : tableName({ t, names }, kind)
}

/** Returns the files of a release's tables, one line for each choice of cells, with a link for each format. */
export const fileList = <Node>(
  h: Create<Node>,
  words: Words,
  release: number,
  files: ReadonlyArray<FileChoice>
): ReadonlyArray<Node> =>
  files.map((file) =>
    h(
      "li",
      h("span", { class: "what" }, file.title ?? [tableName(words, file.table), ...partOf(words, file)].join(", ")),
      Object.entries(formats).map(([format, name]) =>
        h(
          "a",
          {
            href: `/v1/releases/${release}/tables/${file.table}?${new URLSearchParams({ ...file.parameters, format })}`
          },
          name
        )
      )
    )
  )
