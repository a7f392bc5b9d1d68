/**
 * Recall by class and precision of the identifier check on a table of cells, and its cost:
 *
 *     node test/bench/measure-identifiers.ts [cells.csv]
 */

import { holdsIdentifier } from "../../ingest/submit/identifiers/FindIdentifier.ts"
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { heldOutCells, judged } from "../fixtures/heldOutCells.ts"

const cells = heldOutCells(scriptArguments(import.meta.filename, { allowPositionals: true }).positionals[0])
holdsIdentifier("Anna 1", "cell")
const { byClass, recall, precision, falseAlarms } = judged(cells)
for (const [kind, { found, all }] of byClass)
  console.log(
    `${kind.padEnd(16)} ${String(found).padStart(4)} of ${String(all).padStart(4)}  ${(found / all).toFixed(3)}`
  )
console.log(
  `recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}, refused clean cells ${falseAlarms.toFixed(3)}`
)

const cost = (texts: ReadonlyArray<string>, times: number): number => {
  const from = process.cpuUsage()
  for (let i = 0; i < times; i++) for (const text of texts) holdsIdentifier(text, "cell")
  const { user, system } = process.cpuUsage(from)
  return (user + system) / times / texts.length
}
const clean = cells.filter(({ kind }) => kind === "plain").map(({ text }) => text)
console.log(`${cost(clean, 20).toFixed(2)} µs of CPU a clean cell`)
const numbers = Array.from({ length: 100_000 }, (_, i) => `KYV/2026/${i}`)
console.log(`${cost(numbers, 1).toFixed(2)} µs of CPU a case number`)
