/** One reader of numbers in words serves the search for telephones, plates and houses. */
import { assert, it } from "vitest"
import { holdsSpokenNumber, inDigits, withDigits } from "../../../ingest/submit/identifiers/SpokenNumbers.ts"

it("reads a number in words in the same way everywhere", () => {
  assert.strictEqual(withDigits("house two hundred five"), "house 205")
  assert.strictEqual(withDigits("дом двадцать семь"), "дом 27")
  assert.strictEqual(withDigits("flat seven twenty"), "flat seven 20")
  assert.strictEqual(inDigits("AC тридцять чотири вісімнадцять"), "AC 3418")
  assert.strictEqual(inDigits("AC thirty four dash eighteen, seven"), "AC 3418, seven")
  assert.isTrue(holdsSpokenNumber("nine one six dash two hundred five forty two"))
  assert.isFalse(holdsSpokenNumber("nine one six and two hundred five"))
})
