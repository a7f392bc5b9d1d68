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
  "staff.csv"
]

/** A generator of random numbers with a fixed seed: the order of training is the same each time. */
let state = 1
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
const shuffle = <A>(items: Array<A>): Array<A> => {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[items[i], items[j]] = [items[j] as A, items[i] as A]
  }
  return items
}

interface Example {
  readonly features: ReadonlyArray<number>
  readonly isName: boolean
}

interface Training {
  readonly rounds: number
  readonly rate: number
  readonly decay: number
  /** What an unseen weight is divided by. */
  readonly start: number
  readonly divisor: (features: ReadonlyArray<number>) => number
}

/** Logistic regression by AdaGrad. */
const trained = (examples: Array<Example>, { rounds, rate, decay, start, divisor }: Training): Float32Array => {
  const [weights, squares] = [new Float32Array(slots), new Float32Array(slots).fill(start)]
  for (let round = 0; round < rounds; round++)
    for (const { features, isName } of shuffle(examples)) {
      const share = divisor(features)
      const sum = features.reduce((total, slot) => total + (weights[slot] as number), 0) / share
      const error = (1 / (1 + Math.exp(-sum)) - (isName ? 1 : 0)) / share
      for (const slot of features) {
        const slope = error + decay * (weights[slot] as number)
        squares[slot] = (squares[slot] as number) + slope * slope
        weights[slot] = (weights[slot] as number) - (rate * slope) / Math.sqrt(squares[slot] as number)
      }
    }
  return weights
}

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
      .map((word) => ({ features: lettersOf(word), isName: i === 0 }))
  )
  return trained(examples, {
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
  if (!isName) return words.map(({ features }) => ({ features, isName }))
  if (weights !== undefined)
    return words
      .toSorted((a, b) => sumOf(weights, b.features) - sumOf(weights, a.features))
      .slice(0, 1)
      .map(({ features }) => ({ features, isName }))
  const listed = words.filter(({ isListed }) => isListed)
  return (listed.length > 0 || words.length > 1 ? listed : words).map(({ features }) => ({ features, isName }))
}

const files = readdirSync(folder).filter((file) => file.endsWith(".csv") && !measuring.includes(file))
const cells = files.filter((file) => file !== values.without).flatMap((file) => cellsOf(file, true))
let context: Float32Array | undefined
for (let round = 0; round < 4; round++)
  context = trained(
    cells.flatMap((cell) => examplesOf(cell, context)),
    { rounds: 12, rate: 0.1, decay: 2e-3, start: 1e-2, divisor: () => 1 }
  )

if (values.without !== undefined)
  for (const { isName, text, words } of cellsOf(values.without, false)) {
    const odds = Math.max(...words.map(({ features }) => sumOf(context as Float32Array, features)))
    if (Number.isFinite(odds)) console.log(`${isName ? "name" : "plain"}\t${odds.toFixed(2)}\t${text}`)
  }

const written = (weights: Float32Array): string =>
  Buffer.from(Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight * scale))))).toString(
    "base64"
  )

if (!values.try)
  writeFileSync(
    join(import.meta.dirname, "../../ingest/submit/identifiers/NameWeights.ts"),
    `/** The weights of \`NameModel.ts\`, in bytes. Written by \`test/bench/train-names.ts\`. */\n\nexport const letterWeights =\n  "${written(letters)}"\nexport const contextWeights =\n  "${written(context as Float32Array)}"\n`
  )
