import { cubes } from "../../../release/catalogue/cubes.ts"
import { releaseTables } from "../../../release/catalogue/releaseTables.ts"
import { codeLabels } from "../../../schemas/CodeLabels.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { countries, milestones, pilotRegions, regionCountry } from "../../../schemas/Places.ts"
import { labelWords } from "../words/labels.ts"
import { type NameFile, withinSentence } from "../words/Names.ts"

const namesOf = (language: Language, list: string): Readonly<Record<string, string>> =>
  Object.fromEntries(codeLabels(list, language))

const riskGroups = (language: Language) => {
  const names = namesOf(language, "risk-group")
  const codes = Object.keys(names).filter((code) => code !== "Other")
  const list = new Intl.ListFormat(language)
  const joined = (groups: ReadonlyArray<string>) => {
    const [first = "", ...others] = groups.map((code) => names[code] as string)
    return list.format([first, ...others.map((name) => withinSentence("risk_group", name))])
  }
  const pairs = codes.flatMap((a) => codes.filter((b) => a < b).map((b) => [`${a} and ${b}`, joined([a, b])]))
  const all = codes.toSorted()
  return {
    ...names,
    ...Object.fromEntries(pairs),
    [all.join(" and ")]: joined(all)
  }
}

const monthNames = (language: Language, month: "long" | "short") => {
  const name = new Intl.DateTimeFormat(language, { month, timeZone: "UTC" })
  return Array.from({ length: 12 }, (_, m) => name.format(Date.UTC(2001, m, 1)))
}

/** Returns the names of a release's labels in one language, from the code lists. */
export const nameFile = (language: Language): NameFile => ({
  places: {
    ...Object.fromEntries(countries.map(({ code }) => [code, countryName(language, code)])),
    ...Object.fromEntries(codeLabels("regions", language).filter(([code]) => regionCountry(code) === "RUS"))
  },
  codes: {
    ...labelWords[language].codes,
    risk_group: riskGroups(language),
    ...Object.fromEntries(
      [...cubes.values()].flatMap(({ dimensions }) =>
        dimensions.flatMap(({ name, codeList }) =>
          codeList === undefined ? [] : [[name, namesOf(language, codeList)]]
        )
      )
    )
  },
  series: [...releaseTables.values()].flatMap(({ name, cube, series }) =>
    series === undefined
      ? []
      : [
          {
            table: name,
            title: series[language],
            kind: cube.recordKind ?? ""
          }
        ]
  ),
  milestones: milestones
    .filter(({ date }) => date !== "")
    .map(({ code, date, label }) => ({ code, date, label: labelWords[language].milestones[code] ?? label })),
  months: monthNames(language, "long"),
  shortMonths: monthNames(language, "short"),
  pilots: pilotRegions.map(({ region, roles }) => ({ region, roles: roles.map((role) => role.toLowerCase()) }))
})
