/**
 * dbt's description of `corridor_raw`: each column of each table with its privacy class, from which the classes of all
 * that `transform` builds are derived.
 */
import { type RawColumn, rawTable, type StoredClass } from "./RawTables.ts"
import { type RecordKind, recordKinds } from "./RecordSchemas.ts"

const descriptions: Readonly<Record<RecordKind, string>> = {
  victim: "One row per revision of a victim record.",
  route: "One row per revision of a route record; the legs lie in parallel arrays in the order of travel.",
  assistance: "One row per revision of an assistance record.",
  proceeding: "One row per revision of a proceeding record.",
  withdrawal: "One row per person who withdrew consent, by partner."
}

/** Partners are organisations: nothing of them is about a person, but what they prove themselves with is for nobody. */
const partner: ReadonlyArray<readonly [string, StoredClass]> = [
  ["partner_id", "open"],
  ["type", "open"],
  ["name", "open"],
  ["demonstration", "open"],
  ["status", "open"],
  ["token_hash", "secret"],
  ["created_at", "open"],
  ["updated_at", "open"]
]

const table = (name: string, description: string, columns: ReadonlyArray<readonly [string, StoredClass]>) => [
  `      - name: ${name}`,
  `        description: ${description}`,
  "        columns:",
  ...columns.flatMap(([column, privacy]) => [
    `          - name: ${column}`,
    `            config: { meta: { privacy: ${privacy} } }`
  ])
]

const classes = (columns: ReadonlyArray<RawColumn>) => columns.map(({ name, privacy }) => [name, privacy] as const)

/** The text of `transform/models/staging/_sources.yml`. */
export const sourcesYaml = (): string =>
  [
    "# Made by `npm run generate` from the record schemas: the classes of columns stand there.",
    "sources:",
    "  - name: corridor_raw",
    "    description: Pseudonymised records as the pipeline loads them, every revision of each.",
    "    tables:",
    ...recordKinds.flatMap((kind) => {
      const { table: name, columns } = rawTable(kind)
      return table(name.slice(name.indexOf(".") + 1), descriptions[kind], classes(columns))
    }),
    ...table("partner", "One row per partner and change of it.", partner),
    ""
  ].join("\n")
