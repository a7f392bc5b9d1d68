/**
 * Trains the weights of `ingest/submit/identifiers/CellModel.ts` on cells and writes `CellWeights.ts`:
 *
 *     node test/bench/train-cells.ts [--try FILE…]
 *
 * `--try` writes nothing and says how many cells of other files the model alone judges right. Equal lists and cells give equal weights.
 */
import { readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { divisor, featuresOf, scale, slots } from "../../ingest/submit/identifiers/CellModel.ts"
import { withoutPublic } from "../../ingest/submit/identifiers/IdentifyingNumbers.ts"
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { heldOutCells } from "../fixtures/heldOutCells.ts"
import { identifierCorpus } from "../fixtures/identifierCorpus.ts"
import { type Example, trained, written } from "./logistic.ts"

const { values, positionals } = scriptArguments(import.meta.filename, {
  options: { try: { type: "boolean" } },
  allowPositionals: true
})
const folder = join(import.meta.dirname, "../fixtures/heldOut")
/** Sets that only measure, and one of numbers, which has no cells. */
const measuring = ["registers.csv", "spreadsheets.csv", "diaries.csv", "neighbourhoods.csv", "numbers.csv"]

const exampleOf = ({ kind, text }: { readonly kind: string; readonly text: string }): Example => ({
  features: featuresOf(withoutPublic(text, "cell")),
  isPositive: kind !== "plain"
})

const files = readdirSync(folder).filter((file) => file.endsWith(".csv") && !measuring.includes(file))
/** Invented cells, of another seed than those that tests judge. */
const { identifiers, references, plain } = identifierCorpus(100, 2000)
const invented = [...identifiers, ...[...references, ...plain].map((cell) => ({ ...cell, kind: "plain" }))]
const examples = [...files.flatMap((file) => heldOutCells(join(folder, file))), ...invented].map(exampleOf)

const weights = trained(slots, examples, { rounds: 20, rate: 0.3, decay: 1e-5, start: 1e-2, divisor })

for (const file of positionals) {
  const cells = heldOutCells(file).map(exampleOf)
  const oddsOf = ({ features }: Example) =>
    features.reduce((sum, slot) => sum + (weights[slot] as number), 0) / divisor(features)
  const [found, said, right] = [
    cells.filter((cell) => cell.isPositive && oddsOf(cell) > 0).length,
    cells.filter((cell) => oddsOf(cell) > 0).length,
    cells.filter(({ isPositive }) => isPositive).length
  ]
  console.log(`${file}: recall ${(found / right).toFixed(3)}, precision ${(found / said).toFixed(3)}`)
}

if (!values.try)
  writeFileSync(
    join(import.meta.dirname, "../../ingest/submit/identifiers/CellWeights.ts"),
    `/** The weights of \`CellModel.ts\`, in bytes. Written by \`test/bench/train-cells.ts\`. */\n\nexport const cellWeights =\n  "${written(weights, scale)}"\n`
  )
