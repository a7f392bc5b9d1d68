/**
 * Makes the filter of `ingest/submit/identifiers/CommonStems.ts` from a spelling dictionary of Russian (`index.dic` of the package dictionary-ru 3.0.0):
 *
 *     node test/bench/make-common-stems.ts index.dic
 */

import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { bits, bitsOf, stemOf } from "../../ingest/submit/identifiers/CommonStems.ts"
import { foldName, nameKind } from "../../ingest/submit/identifiers/NameLists.ts"
import { scriptArguments } from "../../packages/scriptArguments.ts"

const file = scriptArguments(import.meta.filename, { allowPositionals: true }).positionals[0]
if (file === undefined) throw new Error("Name the dictionary's file: node test/bench/make-common-stems.ts index.dic")

const target = join(import.meta.dirname, "../../ingest/submit/identifiers/CommonStemBits.ts")

/** In small letters only: names have a capital letter there. */
const words = readFileSync(file, "utf8")
  .split("\n")
  .map((line) => line.split("/")[0]?.trim() ?? "")
  .filter((word) => /^[а-яё]{3,14}$/.test(word))
  .map(foldName)
const filter = new Uint8Array(bits / 8)
for (const word of words)
  if (nameKind(word) !== "given")
    for (const bit of bitsOf(stemOf(word))) filter[bit >> 3] = (filter[bit >> 3] as number) | (1 << (bit & 7))

const notice = /^\/\*\*.*?\*\//s.exec(readFileSync(target, "utf8"))?.[0] ?? ""
writeFileSync(target, `${notice}\nexport const commonStems =\n  "${Buffer.from(filter).toString("base64")}"\n`)
