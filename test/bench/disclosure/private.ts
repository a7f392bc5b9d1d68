/**
 * Private marginals of the invented case records at length 3, with seconds. `--estimated N` proves only corridors and shows other cells from an
 * estimate of N; `--tangled` makes help a function of three columns. `--csv FILE` writes the records for `pac_synth.py` and `aim_synthetic.py`. `--synthetic
 * FILE` compares AIM's records with the answer.
 * Usage: node test/bench/disclosure/private.ts [least persons of a country] [--epsilon E] [--key K] [--estimated N] [--tangled] [--csv FILE]
 * [--synthetic FILE]
 */

import { readFileSync, writeFileSync } from "node:fs"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { columns } from "./caseRecords.ts"
import { comparisonRecords, privateComparison } from "./privateComparison.ts"
import type { LengthFigures } from "./privateFigures.ts"
import { syntheticFigures } from "./syntheticFigures.ts"

const { values: options, positionals } = scriptArguments(import.meta.filename, {
  allowPositionals: true,
  options: {
    epsilon: { type: "string", default: "4" },
    key: { type: "string", default: "1" },
    estimated: { type: "string" },
    tangled: { type: "boolean", default: false },
    csv: { type: "string" },
    synthetic: { type: "string" }
  }
})
const least = Number(positionals[0] ?? 0)
const rows = comparisonRecords(least, options.tangled)
if (options.csv !== undefined) writeFileSync(options.csv, [columns, ...rows].map((row) => row.join(",")).join("\n"))

const print = (name: string, one: Omit<LengthFigures, "length">) =>
  console.log(
    `${name}: combinations ${one.combinations} published ${one.published} mean error ${one.meanError.toFixed(2)}` +
      ` suppressed ${(100 * one.suppressed).toFixed(1)} % of persons ${(100 * one.suppressedPersons).toFixed(1)} %` +
      ` invented ${(100 * one.invented).toFixed(2)} % interval coverage ${(100 * one.covered).toFixed(1)} %`
  )

const { figures, corridors, marginals, seconds } = await privateComparison(least, {
  key: options.key,
  epsilon: Number(options.epsilon),
  isTangled: options.tangled,
  estimatedFrom: options.estimated === undefined ? undefined : Number(options.estimated)
})
for (const one of figures) print(`length ${one.length}`, one)
print("corridors", corridors)
console.log(`${seconds.toFixed(1)} s`)
if (options.synthetic !== undefined) {
  const synthetic = readFileSync(options.synthetic, "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.trimEnd().split(","))
  for (const line of syntheticFigures(rows, synthetic, marginals)) console.log(line)
}
