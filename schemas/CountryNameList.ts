/** The list `country-names`, which is made of official names and of names that are written by hand. */

type Row = Readonly<Record<string, string>>

const languages = [
  { code: "en", suffix: "en", name: "English" },
  { code: "fr", suffix: "fr", name: "French" },
  { code: "es", suffix: "es", name: "Spanish" },
  { code: "ru", suffix: "ru", name: "Russian" },
  { code: "zh", suffix: "cn", name: "Chinese" },
  { code: "ar", suffix: "ar", name: "Arabic" }
]

/** The columns of `country-official-names.csv`, as the public table `country-codes.csv` names them. */
export const officialNameColumns = [
  ...languages.flatMap(({ code, suffix, name }) => [
    { column: `official_name_${suffix}`, language: code, kind: "short" },
    { column: `UNTERM ${name} Short`, language: code, kind: "short" },
    { column: `UNTERM ${name} Formal`, language: code, kind: "official" }
  ]),
  { column: "CLDR display name", language: "en", kind: "short" },
  { column: "ISO4217-currency_country_name", language: "en", kind: "short" }
]

/** Takes off footnote stars, an article in brackets at the end ("Afghanistan (l')") and a small one in front ("the Republic"). */
const bare = (name: string): string =>
  name
    .replace(/[\s*]+$/, "")
    .replace(/\s*\((the|l'|l’|le|la|les|el|los|las)\)$/i, "")
    .replace(/^(the|le|la|les|el|los|las) |^l['’]/, "")

/** Returns the regular plurals of a demonym, where the language has a rule that holds without a dictionary. */
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

/**
 * Returns one row per name, country and language, sorted: the names of `country-official-names.csv`, and those of `country-aliases.csv` with
 * the plurals of demonyms. A name that occurs twice has the kind and the source of the first.
 */
export const countryNameRows = (
  official: ReadonlyArray<Row> = [],
  aliases: ReadonlyArray<Row> = []
): ReadonlyArray<Row> => {
  const rows = new Map<string, Row>()
  const add = (name: string, alpha3: string, language: string, kind: string, source: string): void => {
    const key = `${alpha3}\u0000${language}\u0000${name}`
    if (name !== "" && !rows.has(key)) rows.set(key, { name, alpha3, language, kind, source })
  }
  for (const row of official)
    for (const { column, language, kind } of officialNameColumns)
      add(bare(row[column] ?? ""), row["alpha3"] ?? "", language, kind, `country-codes.csv (ODC-PDDL-1.0): ${column}`)
  for (const { alpha3 = "", language = "", kind = "", names = "", source = "" } of aliases)
    for (const country of alpha3.split(" "))
      for (const name of names.split("|")) {
        add(name, country, language, kind, `country-aliases.csv: ${source}`)
        for (const plural of kind === "demonym" ? plurals(name, language) : [])
          add(plural, country, language, kind, `country-aliases.csv: plural; ${source}`)
      }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}
