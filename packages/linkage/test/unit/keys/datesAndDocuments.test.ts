import { describe, expect, it } from "vitest"
import { birthDateOf } from "../../../src/keys/birthDate.ts"
import { documentNumberOf } from "../../../src/keys/documentNumber.ts"
import { linkageKeys } from "../../../src/keys/linkageKeys.ts"
import type { Person } from "../../../src/keys/Person.ts"

const rulesInCommon = (a: string, b: string) => {
  const keys = (birthDate: string) =>
    linkageKeys({ givenNames: "Svetlana", familyNames: "Marchenko", sex: "female", citizenship: "UKR", birthDate })
  const others = keys(b).map(({ rule, key }) => `${rule} ${key}`)
  return [...new Set(keys(a).flatMap(({ rule, key }) => (others.includes(`${rule} ${key}`) ? [rule] : [])))]
}

describe("birth dates", () => {
  it("agree when day and month are swapped", () => {
    expect(rulesInCommon("1991-04-07", "1991-07-04")).toContain("names-swapped")
    expect(rulesInCommon("1991-04-07", "1991-07-04")).not.toContain("names-date")
    expect(rulesInCommon("1991-04-17", "1991-04-17")).not.toContain("names-swapped")
    expect(birthDateOf("1991-17-04")).toEqual({ year: 1991, month: 4, day: 17 })
  })

  it("agree by a looser rule when the day is unknown, missing or wrong", () => {
    for (const other of ["1991-01-01", "1991", "1991-04", "1991-04-08", "1991-05-07"])
      expect(rulesInCommon("1991-04-07", other).length, other).toBeGreaterThan(0)
    const keysOf = (birthDate: string) =>
      linkageKeys({ givenNames: "Юлия", familyNames: "Шевченко", birthDate }).map(({ rule, key }) => `${rule} ${key}`)
    expect(keysOf("1994").some((key) => keysOf("1994-05-17").includes(key))).toBe(true)
    expect(rulesInCommon("1991-04-07", "1991-01-01")).not.toContain("names-date")
  })

  it("are known only as far as they can be believed", () => {
    expect(birthDateOf("1990-01-01")).toEqual({ year: 1990 })
    expect(birthDateOf("1990-00-00")).toEqual({ year: 1990 })
    expect(birthDateOf("1990-06-00")).toEqual({ year: 1990, month: 6 })
    expect(birthDateOf("1990-13-40")).toEqual({ year: 1990 })
    for (const text of [undefined, "", "unknown", "0000-00-00", "90-01-02"]) expect(birthDateOf(text)).toEqual({})
  })
})

describe("document numbers", () => {
  it("agree however they are written", () => {
    const written = ["AB 123-456", "ab123456", "ＡＢ１２３４５６", "АВ123456", "AB١٢٣٤٥٦", "AB I23456", "A8123456"]
    expect(new Set(written.map(documentNumberOf)).size).toBe(1)
    expect(documentNumberOf("OO1234")).toBe(documentNumberOf("001234"))
    expect(documentNumberOf("AB123457")).not.toBe(documentNumberOf("AB123456"))
  })

  it("are missing when they say nothing", () => {
    const none = [
      "no passport",
      "NOPASSPORT",
      "UNKNOWN",
      "без документов",
      "утерян",
      "AB000000",
      "123456789",
      "0123456"
    ]
    for (const text of [undefined, "", "-", "n/a", "000000", "XXXXXXX", "1234", ...none])
      expect(documentNumberOf(text)).toBe(undefined)
  })
})

describe("rules that compare less than the whole names and date", () => {
  const common = { familyNames: "Rusu", birthDate: "1991-04-07", citizenship: "MDA" }
  const rulesOf = (a: Person, b: Person) => {
    const others = new Set(linkageKeys(b).map(({ rule, key }) => `${rule} ${key}`))
    return new Set(linkageKeys(a).flatMap(({ rule, key }) => (others.has(`${rule} ${key}`) ? [rule] : [])))
  }

  it("do not join a man and a woman, and do where a file says no sex", () => {
    const victoria: Person = { ...common, givenNames: "Victoria", sex: "female" }
    expect(rulesOf(victoria, { ...common, givenNames: "Vasile", sex: "male" })).not.toContain("family-date")
    expect(rulesOf(victoria, { ...common, givenNames: "Vasilisa", sex: "female" })).toContain("family-date")
    for (const sex of [{}, { sex: "other" } as const])
      expect(rulesOf(victoria, { ...common, givenNames: "Vasilisa", ...sex })).toContain("family-date")
  })

  it("take one wrong digit of the day or the year for the same, and two for another", () => {
    const anna = (birthDate: string): Person => ({
      givenNames: "Margarita",
      familyNames: "Plămădeală",
      sex: "female",
      citizenship: "MDA",
      birthDate
    })
    const joined = (birthDate: string) => [...rulesOf(anna("1991-04-17"), anna(birthDate))]
    for (const one of ["1991-04-12", "1991-04-27"]) expect(joined(one), one).toContain("names-month")
    expect(joined("1991-04-22")).not.toContain("names-month")
    for (const one of ["1992-04-17", "1981-04-17"]) expect(joined(one), one).toContain("names-birthday")
    expect(joined("1982-04-17")).not.toContain("names-birthday")
  })
})

describe("citizenship", () => {
  it("agrees in any case, and is missing when it is empty", () => {
    const keysOf = (citizenship?: string) =>
      linkageKeys({
        givenNames: "Svetlana",
        familyNames: "Marchenko",
        birthDate: "1991",
        sex: "female",
        ...(citizenship === undefined ? {} : { citizenship })
      })
    expect(keysOf(" ukr ")).toEqual(keysOf("UKR"))
    expect(keysOf("")).toEqual(keysOf())
    expect(keysOf("MDA")).not.toEqual(keysOf("UKR"))
  })
})
