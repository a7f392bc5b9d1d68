/**
 * Makes `codelists/countries.csv` and `codelists/country-names.csv`.
 *
 *     node schemas/scripts/make-countries.ts [country-codes.csv [folder to write to]]
 *
 * From the public table `country-codes.csv` (ISO 3166-1, M49, names in the six languages of the UN; ODC-PDDL-1.0) and
 * from `codelists/country-aliases.csv`, which is written by hand. The product reads only what this script wrote.
 */

import { readFileSync, writeFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import { scriptArguments } from "../../packages/scriptArguments.ts"

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

const languages = [
  { code: "en", suffix: "en", name: "English" },
  { code: "fr", suffix: "fr", name: "French" },
  { code: "es", suffix: "es", name: "Spanish" },
  { code: "ru", suffix: "ru", name: "Russian" },
  { code: "zh", suffix: "cn", name: "Chinese" },
  { code: "ar", suffix: "ar", name: "Arabic" }
]

/** Takes off footnote stars, an article in brackets at the end ("Afghanistan (l')") and a small one in front ("the Republic"). */
const bare = (name: string): string =>
  name
    .replace(/[\s*]+$/, "")
    .replace(/\s*\((the|l'|l’|le|la|les|el|los|las)\)$/i, "")
    .replace(/^(the|le|la|les|el|los|las) |^l['’]/, "")

const names = new Map<string, ReadonlyArray<string>>()
const add = (name: string, alpha3: string, language: string, kind: string, source: string): void => {
  const key = `${name}\u0000${alpha3}\u0000${language}`
  if (name !== "" && !names.has(key)) names.set(key, [name, alpha3, language, kind, source])
}

for (const row of codes) {
  const alpha3 = cell(row, "ISO3166-1-Alpha-3")
  const from = (column: string, language: string, kind: string): void =>
    add(bare(cell(row, column)), alpha3, language, kind, `country-codes.csv (ODC-PDDL-1.0): ${column}`)
  for (const { code, suffix, name } of languages) {
    from(`official_name_${suffix}`, code, "short")
    from(`UNTERM ${name} Short`, code, "short")
    from(`UNTERM ${name} Formal`, code, "official")
  }
  from("CLDR display name", "en", "short")
  from("ISO4217-currency_country_name", "en", "short")
}

/** Regular plurals of a demonym, where the language has a rule that holds without a dictionary. */
const plurals = (demonym: string, language: string): ReadonlyArray<string> => {
  if (language === "en") {
    if (/[sc]h(wo)?man$/.test(demonym)) return [demonym.replace(/an$/, "en")]
    return /(s|x|ese|sh|ch)$/.test(demonym) ? [] : [`${demonym}s`]
  }
  if (language === "es") {
    if (/í$/.test(demonym)) return [`${demonym}s`, `${demonym}es`]
    if (/[aeio]$/.test(demonym)) return [`${demonym}s`]
    return [`${demonym.replace(/é(?=s$)/, "e").replace(/á(?=n$)/, "a")}es`]
  }
  if (language === "it") {
    if (/[cg][oa]$/.test(demonym)) return []
    if (/[oe]$/.test(demonym)) return [demonym.replace(/.$/, "i")]
    if (/a$/.test(demonym)) return [demonym.replace(/a$/, "e")]
  }
  return []
}

for (const row of table(new URL("country-aliases.csv", lists))) {
  const [language, kind, source] = [cell(row, "language"), cell(row, "kind"), cell(row, "source")]
  for (const alpha3 of cell(row, "alpha3").split(" ")) {
    for (const name of cell(row, "names").split("|")) {
      add(name, alpha3, language, kind, `country-aliases.csv: ${source}`)
      if (kind !== "demonym") continue
      for (const plural of plurals(name, language)) {
        add(plural, alpha3, language, kind, `country-aliases.csv: plural; ${source}`)
      }
    }
  }
}

const order = (row: ReadonlyArray<string>): string => `${row[1]}\u0000${row[2]}\u0000${row[0]}`
write("country-names", [
  ["name", "alpha3", "language", "kind", "source"],
  ...[...names.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1))
])
