/**
 * Makes `codelists/countries.csv` and `codelists/country-official-names.csv`.
 *
 *     node schemas/scripts/make-countries.ts [country-codes.csv [folder to write to]]
 *
 * From the public table `country-codes.csv` (ISO 3166-1, M49, names in the six languages of the UN; ODC-PDDL-1.0). The product reads only what
 * this script wrote.
 */

import { readFileSync, writeFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { officialNameColumns } from "../CountryNameList.ts"

type Row = Readonly<Record<string, string>>

const lists = new URL("../codelists/", import.meta.url)
const { positionals } = scriptArguments(import.meta.filename, { allowPositionals: true })
const input = positionals[0] ?? new URL("../../../shared/data/country-codes.csv", import.meta.url)
const output = positionals[1] === undefined ? lists : new URL(`${positionals[1]}/`, import.meta.url)
const table = (file: string | URL): ReadonlyArray<Row> => parse(readFileSync(file), { columns: true, bom: true })
const cell = (row: Row, column: string): string => (row[column] ?? "").trim()
const quote = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const write = (name: string, rows: ReadonlyArray<ReadonlyArray<string>>): void =>
  writeFileSync(new URL(`${name}.csv`, output), `${rows.map((row) => row.map(quote).join(",")).join("\n")}\n`)

/** M49 and ISO numeric codes have three digits; the public table drops leading zeros. */
const threeDigits = (code: string): string => (code === "" ? "" : code.padStart(3, "0"))

/** Where the public table's English name is not the one of ISO 3166-1. */
const isoLabels: Row = { CIV: "Côte d'Ivoire" }

const codes = table(input)
const countries = codes.map((row) => {
  const alpha3 = cell(row, "ISO3166-1-Alpha-3")
  return [
    alpha3,
    isoLabels[alpha3] ?? cell(row, "official_name_en"),
    cell(row, "ISO3166-1-Alpha-2"),
    threeDigits(cell(row, "ISO3166-1-numeric")),
    threeDigits(cell(row, "Region Code")),
    cell(row, "Region Name"),
    threeDigits(cell(row, "Sub-region Code")),
    cell(row, "Sub-region Name"),
    threeDigits(cell(row, "Intermediate Region Code")),
    cell(row, "Intermediate Region Name"),
    "official",
    "country-codes.csv (ODC-PDDL-1.0): ISO 3166-1; UN M49"
  ]
})
countries.push([
  ...["XKX", "Kosovo (under UNSC res. 1244)", "XK", "", "", "", "", "", "", "", "user-assigned"],
  "ISO 3166-1 leaves XKA to XKZ to its users; UN Security Council resolution 1244 (1999); M49 puts it in no region"
])
countries.sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1))
write("countries", [
  "code,label,alpha2,numeric,region,regionLabel,subregion,subregionLabel,intermediate,intermediateLabel,status,source".split(
    ","
  ),
  ...countries
])

const columns = officialNameColumns.map(({ column }) => column)
write("country-official-names", [
  ["alpha3", ...columns],
  ...codes.map((row) => [cell(row, "ISO3166-1-Alpha-3"), ...columns.map((column) => cell(row, column))])
])
