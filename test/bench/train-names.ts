/**
 * Trains the weights of `ingest/submit/identifiers/NameModel.ts` and writes `NameWeights.ts`:
 *
 *     node test/bench/train-names.ts [--without officers.csv] [--try]
 *
 * `--without` leaves out a table of cells and says how the model judges it; `--try` writes nothing. Equal lists and cells give equal weights.
 */

import { readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import {
  featuresOf,
  isCandidate,
  lettersOf,
  scale,
  slotOf,
  slots,
  sumOfLetters,
  wordsAround
} from "../../ingest/submit/identifiers/NameModel.ts"
import type { Token } from "../../ingest/submit/identifiers/NameWords.ts"
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { readCodeList } from "../../schemas/CodeLists.ts"
import { heldOutCells } from "../fixtures/heldOutCells.ts"
import { type Example, trained, written } from "./logistic.ts"

const { values } = scriptArguments(import.meta.filename, {
  options: { without: { type: "string" }, try: { type: "boolean" } }
})
const folder = join(import.meta.dirname, "../fixtures/heldOut")
/** Sets that only measure. */
const measuring = [
  "numbers.csv",
  "hotline.csv",
  "journals.csv",
  "workers.csv",
  "offices.csv",
  "fields.csv",
  "staff.csv",
  "registers.csv",
  "spreadsheets.csv",
  "diaries.csv",
  "neighbourhoods.csv"
]

const names = new Set<string>()
for (const { kind = "", names: listed = "" } of readCodeList("person-names"))
  if (!kind.endsWith("word")) for (const name of listed.split(" ")) names.add(name)
const others = new Set([
  ...readCodeList("plain-words").flatMap(({ words = "" }) => words.split(" ")),
  ...readCodeList("town-words").flatMap(({ language, words = "" }) =>
    language === "also names" ? [] : words.split(" ")
  )
])

/** The half of the lists that a word is in: each is judged by the letters of the other half, so that no word is known by heart. */
const half = (word: string): number => slotOf(`${word} `) % 2

const halves = [0, 1].map((other) => {
  const isWord = /^[a-z\u00c0-\u024f\u0400-\u04ff']{3,}$/
  const examples = [names, others].flatMap((list, i) =>
    [...list]
      .filter((word) => isWord.test(word) && half(word) !== other && !(i === 0 ? others : names).has(word))
      .map((word) => ({ features: lettersOf(word), isPositive: i === 0 }))
  )
  return trained(slots, examples, {
    rounds: 8,
    rate: 0.3,
    decay: 1e-5,
    start: 1e-6,
    divisor: ({ length }) => Math.sqrt(length)
  })
})
const letters = Float32Array.from(halves[0] as Float32Array, (weight, i) => (weight + (halves[1]?.[i] as number)) / 2)

const formOf = (word: string): number => {
  const isKnown = names.has(word) || others.has(word)
  return sumOfLetters(isKnown ? (halves[half(word)] as Float32Array) : letters, lettersOf(word))
}

/** A cell's words that may be names. Of a cell that names somebody at least one is. */
interface Cell {
  readonly isName: boolean
  readonly text: string
  readonly words: ReadonlyArray<{ readonly features: ReadonlyArray<number>; readonly isListed: boolean }>
}

/** As if the lists lacked some names, and of a clean cell some plain words and towns: so it is with cells that they were not extended for. */
const hiddenShare = { names: 0.3, others: 0.3 }

const cellOf = (text: string, isName: boolean, hides: boolean): Cell => {
  const words = wordsAround(text)
  const isListed = ({ kind, plain }: Token) => !plain && (kind === "given" || kind === "surname")
  const isHidden = (word: Token) =>
    hides &&
    slotOf(`  ${word.word}`) % 100 < 100 * (isListed(word) ? hiddenShare.names : isName ? 0 : hiddenShare.others)
  return {
    isName,
    text,
    words: words.flatMap((word, i) => {
      const hidden = isHidden(word)
      if (!isCandidate(words, i) || ((word.plain || word.town) && !hidden)) return []
      const seen = hidden ? words.with(i, { ...word, plain: false, town: false, kind: undefined }) : words
      return [{ features: featuresOf(seen, i, formOf(word.word)), isListed: isListed(word) }]
    })
  }
}

const cellsOf = (file: string, hides: boolean): ReadonlyArray<Cell> =>
  heldOutCells(join(folder, file))
    .filter(({ kind }) => kind === "plain" || kind.startsWith("name"))
    .map(({ kind, text }) => cellOf(text, kind !== "plain", hides))

const sumOf = (weights: Float32Array, features: ReadonlyArray<number>): number =>
  features.reduce((total, slot) => total + (weights[slot] as number), 0)

/** Returns the examples of a cell: of one that names somebody the listed names, and later the word that the weights so far find likeliest. */
const examplesOf = ({ isName, words }: Cell, weights: Float32Array | undefined): ReadonlyArray<Example> => {
  if (!isName) return words.map(({ features }) => ({ features, isPositive: isName }))
  if (weights !== undefined)
    return words
      .toSorted((a, b) => sumOf(weights, b.features) - sumOf(weights, a.features))
      .slice(0, 1)
      .map(({ features }) => ({ features, isPositive: isName }))
  const listed = words.filter(({ isListed }) => isListed)
  return (listed.length > 0 || words.length > 1 ? listed : words).map(({ features }) => ({
    features,
    isPositive: isName
  }))
}

const files = readdirSync(folder).filter((file) => file.endsWith(".csv") && !measuring.includes(file))
const cells = files.filter((file) => file !== values.without).flatMap((file) => cellsOf(file, true))
let context: Float32Array | undefined
for (let round = 0; round < 4; round++)
  context = trained(
    slots,
    cells.flatMap((cell) => examplesOf(cell, context)),
    { rounds: 12, rate: 0.1, decay: 2e-3, start: 1e-2, divisor: () => 1 }
  )

if (values.without !== undefined)
  for (const { isName, text, words } of cellsOf(values.without, false)) {
    const odds = Math.max(...words.map(({ features }) => sumOf(context as Float32Array, features)))
    if (Number.isFinite(odds)) console.log(`${isName ? "name" : "plain"}\t${odds.toFixed(2)}\t${text}`)
  }

if (!values.try)
  writeFileSync(
    join(import.meta.dirname, "../../ingest/submit/identifiers/NameWeights.ts"),
    `/** The weights of \`NameModel.ts\`, in bytes. Written by \`test/bench/train-names.ts\`. */\n\nexport const letterWeights =\n  "${written(letters, scale)}"\nexport const contextWeights =\n  "${written(context as Float32Array, scale)}"\n`
  )
