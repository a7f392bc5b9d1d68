import fc from "fast-check"
import { expect, it } from "vitest"
import { withoutCounter } from "../../../ingest/submit/identifiers/CounterOfReference.ts"
import { findIdentifier, holdsIdentifier } from "../../../ingest/submit/identifiers/FindIdentifier.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const words = "UA KYI IOM MD CASE Case vot A X I O НПД Справа OLENA Ivanova AA АА vk tel id card iban DOB".split(" ")
const digits = (from: number, to: number) =>
  fc.array(fc.constantFrom(..."0123456789"), { minLength: from, maxLength: to }).map((each) => each.join(""))
const part = fc.oneof(fc.constantFrom(...words), fc.constantFrom("1994", "2021", "2024"), digits(1, 2))
const reference = fc
  .tuple(
    fc.array(part, { maxLength: 3 }),
    fc.option(fc.constantFrom(...words), { nil: "" }),
    fc.oneof(
      digits(3, 6),
      digits(1, 3).map((n) => n.padStart(5, "0"))
    ),
    fc.array(part, { maxLength: 2 }),
    fc.constantFrom("-", "/")
  )
  .map(([before, letters, counter, after, sign]) => [...before, letters + counter, ...after].join(sign))

it("answers for case numbers of one form as for each of them", () => {
  let [masked, refused] = [0, 0]
  fc.assert(
    fc.property(reference, (text) => {
      const expected = findIdentifier(text, "reference")
      expect(holdsIdentifier(text, "reference")).toBe(expected)
      if (withoutCounter(text) !== undefined) masked++
      if (withoutCounter(text) !== undefined && expected) refused++
    }),
    { numRuns: rounds(3_000, 100_000) }
  )
  expect(masked).toBeGreaterThan(1_000)
  expect(refused).toBeGreaterThan(50)
})

it("knows usual forms of case numbers by their form", () => {
  for (const [text, form] of [
    ["UA/2021/KYI/00012", "UA/2021/KYI/00011"],
    ["B123456-19", "B111111-19"],
    ["IOM-MD-2024-0345", "IOM-MD-2024-0111"]
  ] as const) {
    expect(withoutCounter(text)).toBe(form)
    expect(holdsIdentifier(text, "reference")).toBe(false)
  }
})

it("reads the digits of dates of birth, telephones and what looks like digits", () => {
  for (const text of ["DOB-120394", "067-123-45-67", "I40402/2024", "12.03.1994", "120394"])
    expect(withoutCounter(text)).toBeUndefined()
})
