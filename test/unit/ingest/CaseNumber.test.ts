import fc from "fast-check"
import { assert, describe, it } from "vitest"
import {
  canonicalCaseNumber,
  canonicalReference,
  earlierForm,
  similarityKey,
  spellingsOf
} from "../../../ingest/keys/CaseNumber.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const runs = { numRuns: rounds(300, 20_000) }

/** Ways to type the same sign: another case, a look-alike of another script, a full-width form. Typed by hand from Unicode's charts. */
const lookAlikes: Readonly<Record<string, string>> = {
  A: "AaАаΑＡ",
  B: "BbВΒ",
  C: "CcСс",
  E: "EeЕеΕ",
  H: "HhНΗ",
  I: "IiІіΙ",
  K: "KkКкΚ",
  M: "MmМΜ",
  O: "OoОоΟ",
  P: "PpРрΡ",
  S: "SsЅѕ",
  T: "TtТΤ",
  X: "XxХхΧ",
  Y: "YyУΥ",
  "1": "1１١۱",
  "9": "9９٩۹"
}
const dashes = ["-", "–", "—", "‑", "−", "‐", " - ", " ", "\u00a0", " \u2013", "--", "\u200b-"]

/** A number as one partner's register has it, and another way to type it. */
const typedTwice = fc
  .array(fc.constantFrom(...Object.keys(lookAlikes), "-"), { minLength: 1, maxLength: 12 })
  .map((signs) => signs.join("").replace(/-+/g, "-").replace(/^-|-$/g, ""))
  .filter((number) => number !== "")
  .chain((number) =>
    fc
      .tuple(
        ...[...number].map((sign) =>
          sign === "-" ? fc.constantFrom(...dashes) : fc.constantFrom(...(lookAlikes[sign] as string))
        )
      )
      .map((typed) => ({ number, typed: ` ${typed.join("")}\u200e ` }))
  )

describe("the canonical case number", () => {
  for (const typed of [
    "CASE-9",
    "case-9",
    "СASE-9",
    "CASE–9",
    " CASE 9 ",
    "CASE - 9",
    "ＣＡＳＥ－９",
    "CASE-٩",
    "CASE-9\ufe0f",
    "CA\u034fSE\u00ad-\u{e0101}9",
    "cаsе-9",
    "'CASE-9",
    " \u2019case 9",
    "''\uff07CASE-9"
  ])
    it(`of ${JSON.stringify(typed)} is CASE-9`, () => assert.strictEqual(canonicalCaseNumber(typed), "CASE-9"))

  it("is the same however the number is typed", () => {
    fc.assert(
      fc.property(typedTwice, ({ number, typed }) => assert.strictEqual(canonicalCaseNumber(typed), number)),
      runs
    )
  })

  it("is idempotent for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const once = canonicalCaseNumber(text)
        assert.strictEqual(canonicalCaseNumber(once), once)
      }),
      runs
    )
  })

  it("never merges two numbers that differ in a letter or digit", () => {
    const anySign = fc.constantFrom(
      ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789БГДЁЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯІЇЄҐÀÉÎÖÜßØÆŞȚĂÂÇĞاببتث家"
    )
    fc.assert(
      fc.property(
        fc.array(anySign, { minLength: 1, maxLength: 10 }),
        fc.nat(),
        anySign,
        fc.constantFrom(...dashes, "", "/"),
        (signs, position, other, separator) => {
          const at = position % signs.length
          const changed = signs.with(at, other)
          const text = (all: ReadonlyArray<string>) => [...all.slice(0, at), separator, ...all.slice(at)].join("")
          // І and I look the same; everything else of the alphabet above differs.
          if (signs[at] === other || "IІ".includes(signs[at] as string)) return
          assert.notStrictEqual(canonicalCaseNumber(text(signs)), canonicalCaseNumber(text(changed)))
        }
      ),
      runs
    )
  })

  it("keeps leading zeros, the dotless i and the sharp s", () => {
    for (const [a, b] of [
      ["CASE-09", "CASE-9"],
      ["ı1", "I1"],
      ["ß1", "SS1"],
      ["1-11", "11-1"]
    ] as const)
      assert.notStrictEqual(canonicalCaseNumber(a), canonicalCaseNumber(b))
  })

  it("leaves a first pseudonym as it is", () => {
    const person = "0a".repeat(32)
    assert.strictEqual(canonicalReference(person), person)
  })
})

describe("similar case numbers", () => {
  const similar = (a: string, b: string) => similarityKey(a) === similarityKey(b)
  it("differ in separators, leading zeros, or letters that look like digits", () => {
    for (const other of ["case9", "CASE/9", "CASE-009", "CASE_9"]) assert.isTrue(similar("CASE-9", other), other)
    assert.isTrue(similar("A-10", "A-1O"))
    assert.isTrue(similar("A-01", "A-0l"))
    for (const [a, b] of [
      ["CASE-9001", "CASE-9OO1"],
      ["CASE-9000", "CASE-9OOO"],
      ["CASE-9001", "case-9oOi"],
      ["CASE-1118", "CASE-I1l8"],
      ["CASE-1118", "CASE-111B"],
      ["CASE-5521", "CASE-S521"],
      ["KYV9821", "KYV9B21"],
      ["2024/26", "2O24/26"]
    ] as const)
      assert.isTrue(similar(a, b), `${a} ${b}`)
  })
  it("differ in the decimals that a spreadsheet adds to a column of numbers", () => {
    for (const other of ["101.0", "101,00"]) assert.isTrue(similar("101", other), other)
    for (const [a, b] of [
      ["101", "1010"],
      ["10.1", "101"],
      ["A-1.0", "A-1"]
    ] as const)
      assert.isFalse(similar(a, b), a)
    assert.notStrictEqual(canonicalCaseNumber("101.0"), canonicalCaseNumber("101"))
  })
  it("do not differ otherwise", () => {
    for (const [a, b] of [
      ["1-11", "11-1"],
      ["CASE-9", "CASE-90"],
      ["CASE-9", "CASF-9"],
      ["2024-1", "2024-2"],
      ["B12", "812"],
      ["S-1", "5-1"],
      ["OIL", "011"],
      ["BOSS-7", "8055-7"]
    ] as const)
      assert.isFalse(similar(a, b))
  })
})

describe("an apostrophe with which a spreadsheet marks text", () => {
  it("is no part of the number, but ʼ is a letter, and an apostrophe inside stays", () => {
    assert.strictEqual(canonicalCaseNumber("'-12"), canonicalCaseNumber("-12"))
    assert.notStrictEqual(canonicalCaseNumber("\u02bcA-1"), "A-1")
    assert.strictEqual(canonicalCaseNumber("O'1"), "O'1")
    for (const text of ["'", "' '", "\u200b'"]) {
      const once = canonicalCaseNumber(text)
      assert.strictEqual(canonicalCaseNumber(once), once)
      assert.notStrictEqual(once, "")
    }
  })
  it("was one before: a withdrawal searches for both, and a file that is sent again for the number of version 2", () => {
    assert.includeMembers([...spellingsOf("A-001")], ["A-001", "'A-001"])
    assert.includeMembers([...spellingsOf("'a-001")], ["A-001", "'A-001", "'a-001"])
    assert.strictEqual(earlierForm("'a – 001"), "'A-001")
    assert.strictEqual(earlierForm("a 001"), "a 001")
  })
})

describe("the spellings that a withdrawal considers", () => {
  it("include the canonical number, the number as it was typed, and its usual cases", () => {
    assert.includeMembers([...spellingsOf(" Case 9")], ["CASE-9", " Case 9", "Case 9", "CASE 9", "case 9", "case-9"])
  })
})
