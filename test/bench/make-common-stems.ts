/**
 * Makes the filters of `ingest/submit/identifiers/CommonStems.ts`:
 *
 *     node test/bench/make-common-stems.ts index.dic              from a spelling dictionary of Russian (package dictionary-ru 3.0.0)
 *     node test/bench/make-common-stems.ts ukr.words ron.words    from the words of tesseract's data of Ukrainian and Romanian
 *
 * The words of tesseract 5 are in `ukr.traineddata` and `ron.traineddata` of tessdata_fast 4.1.0: `combine_tessdata -u` takes them apart, and
 * `dawg2wordlist *.lstm-unicharset *.lstm-word-dawg` writes one a line.
 */

import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import {
  bits,
  bitsOf,
  furtherBits,
  furtherBitsOf,
  furtherStemOf,
  stemOf
} from "../../ingest/submit/identifiers/CommonStems.ts"
import { foldName, isTownWord, nameKind, nameKindInflected } from "../../ingest/submit/identifiers/NameLists.ts"
import { scriptArguments } from "../../packages/scriptArguments.ts"

const [file, other] = scriptArguments(import.meta.filename, { allowPositionals: true }).positionals
if (file === undefined) throw new Error("Name the dictionary's file: node test/bench/make-common-stems.ts index.dic")

/** In small letters only: names have a capital letter there. */
const wordsOf = (path: string, letters: RegExp): ReadonlyArray<string> =>
  readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.split("/")[0]?.trim() ?? "")
    .filter((word) => letters.test(word))
    .map(foldName)

const write = (name: string, constant: string, stems: Iterable<ReadonlyArray<number>>, size: number) => {
  const filter = new Uint8Array(size / 8)
  for (const places of stems)
    for (const bit of places) filter[bit >> 3] = (filter[bit >> 3] as number) | (1 << (bit & 7))
  const target = join(import.meta.dirname, `../../ingest/submit/identifiers/${name}`)
  const notice = /^\/\*\*.*?\*\//s.exec(readFileSync(target, "utf8"))?.[0] ?? ""
  writeFileSync(target, `${notice}\nexport const ${constant} =\n  "${Buffer.from(filter).toString("base64")}"\n`)
}

/** Lists made of texts have names in small letters too. */
const familyName =
  /(?:енк(?:о|а|у|ом)|[чщюяу]к|ськ(?:ии|а|ого|ому)|[оеє]в|[оеє]ва|ін|іна|ко|escu|eanu|[oe]va?|enko|uk|ici|sk[ai])$/

if (other === undefined) {
  const words = wordsOf(file, /^[а-яё]{3,14}$/).filter((word) => nameKind(word) !== "given")
  write(
    "CommonStemBits.ts",
    "commonStems",
    words.map((word) => bitsOf(stemOf(word))),
    bits
  )
} else {
  const words = [...wordsOf(file, /^[а-щьюяєіїґ’']{3,16}$/), ...wordsOf(other, /^[a-zăâîșşțţ]{3,16}$/)]
  const forms = new Map<string, Set<string>>()
  for (const word of words) {
    const stem = furtherStemOf(word)
    if (stem === undefined || nameKindInflected(word) !== undefined || isTownWord(word) || familyName.test(word))
      continue
    forms.set(stem, (forms.get(stem) ?? new Set()).add(word))
  }
  const stems = [...forms].flatMap(([stem, { size }]) => (size > 1 ? [stem] : []))
  console.log(`${stems.length} stems`)
  write("FurtherStemBits.ts", "furtherStems", stems.map(furtherBitsOf), furtherBits)
}
