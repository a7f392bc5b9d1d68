/** The text of `REFERENCE.md`: every field of every record, every code list and every problem, from the data itself. */
import { readCodeList } from "./CodeLists.ts"
import { problemCatalogue } from "./Problems.ts"
import { type FieldSpec, recordSchemas } from "./RecordSchemas.ts"

const cell = (text: string) => text.replaceAll("|", "\\|")

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>) =>
  [
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---").join("|")}|`,
    ...rows.map((row) => `| ${row.map(cell).join(" | ")} |`)
  ].join("\n")

const stored: Readonly<Record<FieldSpec["generalise"], string>> = {
  none: "as it is",
  pseudonymise: "as a pseudonym only",
  "age-band": "its age band",
  "count-band": "its band",
  month: "year and month",
  "first-level-region": "the first-level region",
  drop: "not stored"
}

const shape = (field: FieldSpec) => {
  const base =
    field.codeList !== undefined
      ? ["countries", "regions"].includes(field.codeList)
        ? `code of ${field.codeList}`
        : `code of [${field.codeList}](#${field.codeList})`
      : field.uuid
        ? "UUID"
        : field.pattern !== undefined
          ? field.pattern
          : field.range !== undefined
            ? `number ${field.range[0]} to ${field.range[1]}`
            : field.type
  return field.array ? `list of ${base}` : base
}

const rowsOf = (fields: ReadonlyArray<FieldSpec>, prefix = ""): ReadonlyArray<ReadonlyArray<string>> =>
  fields.flatMap((field) => [
    [
      `\`${prefix}${field.name}\``,
      shape(field),
      field.optional ? "" : "yes",
      field.privacy,
      stored[field.generalise],
      [field.htcds, field.ctdc].filter((name) => name !== undefined).join(", "),
      field.doc
    ],
    ...rowsOf(field.fields, `${prefix}${field.name}[].`)
  ])

const listsOf = (fields: ReadonlyArray<FieldSpec>): ReadonlyArray<string> =>
  fields.flatMap((field) => [...(field.codeList === undefined ? [] : [field.codeList]), ...listsOf(field.fields)])

const listSection = (list: string) => {
  const rows = readCodeList(list)
  const used = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => row[column] !== ""))
  return `### ${list}\n\n${table(
    used,
    rows.map((row) => used.map((column) => row[column] ?? ""))
  )}\n`
}

export const referencePage = (): string => {
  const lists = [
    ...new Set([...recordSchemas.flatMap((schema) => listsOf(schema.fields)), "count-band", "organisation-type"])
  ]
  return [
    "# Reference of records, codes and problems",
    "",
    "Made by `npm run generate` from `avro/` and `codelists/`; do not edit.",
    "",
    "Privacy class: **direct** identifies a person and is never stored; **quasi** may identify together with others; **sensitive** may harm; **open** says nothing of a person.",
    "",
    "Shapes: `partial-date` is `2010`, `2010-05` or `2010-05-17`; `monitoring-point` is `FMP-12`, or with a country and a place `KAZ-ALM-4`: nothing else, because it is stored as it is.",
    "",
    ...recordSchemas.flatMap((schema) => [
      `## ${schema.name}`,
      "",
      `${schema.doc} Kind \`${schema.kind}\`, subject \`${schema.subject}\`, table \`corridor_raw.${schema.table}\`, version ${schema.versions.at(-1)?.version}.`,
      "",
      table(["field", "shape", "required", "privacy", "stored", "HTCDS, CTDC", "meaning"], rowsOf(schema.fields)),
      ""
    ]),
    "## Code lists",
    "",
    "Countries are ISO 3166-1 alpha-3 and regions ISO 3166-2: see `codelists/countries.csv` and `codelists/regions.csv`.",
    "",
    ...lists.filter((list) => !["countries", "regions"].includes(list)).map(listSection),
    "## Problems",
    "",
    table(
      ["code", "about", "severity", "what", "expected", "how to mend it"],
      [...problemCatalogue.values()].map((p) => [p.code, p.area, p.severity, p.title, p.expected, p.mend])
    ),
    ""
  ].join("\n")
}
