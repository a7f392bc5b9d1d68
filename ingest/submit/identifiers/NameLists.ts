/** Lists of names and towns, as sets of folded words. Loaded on first use. */
import { remembered } from "../../../ports/BoundedMap.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldWord } from "../values/FoldWord.ts"

/** `word`: also a common word, such as `Hope`, and so weak evidence. */
export type NameKind = "given" | "surname" | "word"

/** Ways of writing Russian and Ukrainian letters in Latin, without the signs that all leave out; the last is that of Ukrainian passports since 2010. */
const latinLetters: ReadonlyArray<Readonly<Record<string, string>>> = [
  "а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya і i є ye ґ g ь  ъ ",
  "а a б b в v г h д d е e ж zh з z и y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sch ы y э e ю iu я ia і i є ie ґ g ь  ъ ",
  "а a б b в v г h д d е e ж zh з z и y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ю iu я ia і i є ie ґ g ь  ъ "
].map((pairs) => Object.fromEntries([...pairs.matchAll(/(\S) (\S*)/g)].map(([, from, to]) => [from, to])))

/** A first letter, and `й`, which folding leaves as `и`, have spellings of their own: `Yevheniia`, `Serhii`, `Yuriy`, `Yevgeny`. */
const firstLetters: Readonly<Record<string, string>> = { е: "ye", є: "ye", ю: "yu", я: "ya", и: "y" }
const shortI = /(?<=[аеиіоуюя])и/g

const inLatin = (word: string): ReadonlyArray<string> => {
  const first = firstLetters[word[0] ?? ""]
  const marked = word.replace(shortI, "й")
  const plain = latinLetters.map((letters) => [...marked].map((sign) => letters[sign] ?? sign))
  const spelt = (first === undefined ? plain : [...plain, ...plain.map((signs) => [first, ...signs.slice(1)])]).map(
    (signs) => signs.join("")
  )
  const ends = spelt.map((latin) => latin.replace(/[iy]й$/, "y"))
  return [
    ...new Set(["y", "i", "j"].flatMap((sign) => [...spelt, ...ends].map((latin) => latin.replaceAll("й", sign))))
  ]
}

const eastSlavic = new Set(["ru", "uk"])

let names: ReadonlyMap<string, NameKind> | undefined
let towns: Towns | undefined

const load = (): ReadonlyMap<string, NameKind> => {
  const made = new Map<string, NameKind>()
  const rows = readCodeList("person-names")
  const add = (word: string, kind: NameKind) => {
    if (!made.has(word)) made.set(word, kind)
  }
  for (const row of rows) {
    const kind = row["kind"] ?? ""
    for (const word of (row["names"] ?? "").split(" ")) add(word, kind.endsWith("-word") ? "word" : (kind as NameKind))
  }
  for (const row of rows.filter(({ kind, language }) => eastSlavic.has(language ?? "") && !kind?.endsWith("-word")))
    for (const word of (row["names"] ?? "").split(" "))
      for (const latin of inLatin(word)) add(latin, row["kind"] as NameKind)
  return made
}

interface Towns {
  readonly all: Words
  /** Without those whose names are more often names of persons: Fatima, Madina. */
  readonly places: Words
}

const loadTowns = (): Towns => {
  const rows = readCodeList("town-words")
  const wordsOf = (row: (typeof rows)[number]) => (row["words"] ?? "").split(" ")
  const known = new Set(rows.filter(({ language }) => language === "also names").flatMap(wordsOf))
  const all = new Set(rows.flatMap(wordsOf))
  return { all, places: { has: (word) => all.has(word) && (known.has(word) || nameKind(word) !== "given") } }
}

/** A word of a name in the lists' form: folded, joined, without Arabic vowel signs and hamzas. */
export const foldName = (word: string): string => foldWord(word).replace(/[ \u064b-\u0655]/g, "")

/** Endings of cases and of feminine forms in Slavic languages, folded (`и` for `й`), with what replaces them in the nominative. */
const inflected: ReadonlyArray<readonly [RegExp, ReadonlyArray<string>]> = [
  [/(?:ои|ою|еи|ею|єю)$/, ["а", "я", "ь", ""]],
  [/(?:ом|ем|ым|им)$/, ["", "и", "ии", "о", "ь"]],
  [/(?:ові|еві)$/, ["", "ь", "и", "о"]],
  [/(?:ому|ему|ого|его)$/, ["ии", "ыи"]],
  [/(?:ая|ую)$/, ["ии", "ыи"]],
  [/[ауыиеіюя]$/, ["", "а", "я", "и", "о", "ь"]],
  [/(?:ку|ке|ки|кои)$/, ["ка"]],
  // `Вероніці`, `Ользі`.
  [/ці$/, ["ка"]],
  [/зі$/, ["га"]],
  [/сі$/, ["ха"]],
  // `Ludmilei`.
  [/(?<=[a-z]{3})ei$/, ["a"]],
  // `Софийка`, `Оленька`, `Маруся`.
  [/[иі]ик[аиуіоею]+$/, ["ия", "ія"]],
  [/(?:очк|ечк|еньк|оньк|ушк|юшк|унь|усь|юш|уш)[аиуіеяюєою]+$/, ["а", "я", "ія", "ия"]],
  [/ova$/, [""]],
  [/(?:skaya|ska|ská)$/, ["skiy", "ski", "sky"]],
  [/a$/, [""]]
]

/** Returns whether a folded word is listed as a given name, a family name or both; undefined if it is not listed. */
export const nameKind = (word: string): NameKind | undefined => {
  names ??= load()
  return names.get(word)
}

/** Returns the forms that a dictionary has of a word in another case, for Slavic words. The word itself is not among them. */
function* nominatives(word: string): Generator<string> {
  for (const [ending, replacements] of inflected) {
    if (!ending.test(word)) continue
    const stem = word.replace(ending, "")
    if (stem.length >= 3) for (const replacement of replacements) yield stem + replacement
  }
}

/** As `nameKind`, also for other cases of Slavic names, such as `Иваном`, and for Arabic names with an article. */
export const nameKindInflected = (word: string): NameKind | undefined => {
  const own = nameKind(word)
  if (own !== undefined || word.length < 3) return own
  // `Юле`, `Иру`: first names of two syllables.
  if (word.length < 5 && /^[а-яіїє]{2}(?:[аеиіоуыюя]|еи|ои|ою|ею)$/.test(word))
    return ["а", "я"].some((ending) => nameKind(word.slice(0, 2) + ending) === "given") ? "given" : undefined
  if (word.length < 4) return undefined
  if (word.startsWith("ال")) return nameKind(word.slice(2))
  for (const form of nominatives(word)) {
    const kind = nameKind(form)
    if (kind !== undefined && kind !== "word") return kind
  }
  return undefined
}

/** Returns what a Cyrillic word is, also in another case, if it spells a name that the lists have in Latin letters: `Дильноза`. */
export const kindInLatin = (word: string): NameKind | undefined => {
  if (word.length < 5) return undefined
  const kinds = [word, ...nominatives(word)].flatMap((form) => (form.length > 3 ? inLatin(form).map(nameKind) : []))
  return kinds.includes("given") ? "given" : kinds.includes("surname") ? "surname" : undefined
}

/** A set of words, or anything that answers as one. */
type Words = Pick<ReadonlySet<string>, "has">

/** Returns whether a folded word is in a set, for Cyrillic words also in another case: `Харкова`, `Китаем`. */
export const isAmong = (words: Words, word: string): boolean => {
  if (words.has(word)) return true
  if (word.length < 5 || !/^[\u0430-\u0491]+$/.test(word)) return false
  for (const form of nominatives(word)) if (words.has(form)) return true
  return words.has(`${word.slice(0, -1)}ь`)
}

/** Returns the set with forms of its Cyrillic words in other cases, unless a form is the name of a person. */
export const inflectedWords = (words: ReadonlySet<string>): Words => {
  const isForm = remembered((word) => isIn(words, word), 10_000)
  return { has: (word) => words.has(word) || (word.length >= 5 && /^[\u0430-\u0491]+$/.test(word) && isForm(word)) }
}

const isIn = (names: Words, word: string) =>
  names.has(word) || (nameKindInflected(word) === undefined && isAmong(names, word))

/** Returns whether a folded word belongs to the name of a town. Many towns are names of persons too. */
export const isTownWord = (word: string): boolean => {
  towns ??= loadTowns()
  return isIn(towns.places, word)
}

/** Returns the same, but also true for towns whose names are more often names of persons: alone, `Измаил` may be either. */
export const isAlsoTown = (word: string): boolean => {
  towns ??= loadTowns()
  return isIn(towns.all, word)
}
