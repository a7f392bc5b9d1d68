/** Check digits, compared with python-stdnum (`test/fixtures/heldOut/make_numbers.py`). */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import { assert, describe, it } from "vitest"
import { isIrishNumber, isSpanishNumber, isTenDigitNumber } from "../../../ingest/submit/identifiers/Checksums.ts"

const numbers = parse(readFileSync(join(import.meta.dirname, "../../fixtures/heldOut/numbers.csv")), {
  columns: true
}) as ReadonlyArray<{ kind: string; number: string; valid: string }>

const checks: Readonly<Record<string, (number: string) => boolean>> = {
  spanish: isSpanishNumber,
  irish: isIrishNumber,
  "ten digits": isTenDigitNumber
}

describe("check digits", () => {
  for (const [kind, check] of Object.entries(checks))
    it(`${kind}: the same as python-stdnum's`, () => {
      const own = numbers.filter((row) => row.kind === kind)
      assert.isAtLeast(own.length, 80)
      assert.deepStrictEqual(
        own.filter(({ number, valid }) => check(number) !== (valid === "true")),
        []
      )
    })
})
