/**
 * Private marginals of the invented case records at epsilon 4 and length 3, with seconds; `--csv FILE` writes the records for
 * `test/bench/disclosure/pac_synth.py`. Usage: node test/bench/disclosure/private.ts [least persons of a country] [--csv FILE]
 */
import { writeFileSync } from "node:fs"
import { caseRecords, columns } from "./caseRecords.ts"
import { privateComparison } from "./privateComparison.ts"

const least = Number(process.argv[2] ?? 0)
const at = process.argv.indexOf("--csv")
if (at > 0)
  writeFileSync(
    process.argv[at + 1] as string,
    [columns, ...caseRecords(14_299, 1, least)].map((row) => row.join(",")).join("\n")
  )
const { figures, seconds } = await privateComparison(least)
for (const one of figures)
  console.log(
    `length ${one.length}: combinations ${one.combinations} published ${one.published} mean error ${one.meanError.toFixed(2)}` +
      ` suppressed ${(100 * one.suppressed).toFixed(1)} % of persons ${(100 * one.suppressedPersons).toFixed(1)} %` +
      ` invented ${(100 * one.invented).toFixed(2)} %`
  )
console.log(`${seconds.toFixed(1)} s`)
