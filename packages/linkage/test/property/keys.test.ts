import fc from "fast-check"
import { afterEach, expect, it, vi } from "vitest"
import { linkageKeys } from "../../src/keys/linkageKeys.ts"
import type { Person } from "../../src/keys/Person.ts"

const name = fc.constantFrom(
  ..."Anna|Олександра|محمد|Nguyễn|de la Cruz|Al-Masri|عبد الرحمن|O’Neill|Şahin|Иванова-Петрова|Abu Bakr|გიორგი|Żółć".split(
    "|"
  )
)
const date = fc
  .tuple(fc.integer({ min: 1950, max: 2010 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`)
const maybe = <A>(value: fc.Arbitrary<A>) => fc.option(value, { nil: undefined })

const withoutUndefined = (person: { readonly [K in keyof Person]: Person[K] | undefined }): Person =>
  Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined))

const personOf = (text: fc.Arbitrary<string>, birthDate: fc.Arbitrary<string>) =>
  fc
    .record({
      givenNames: maybe(text),
      familyNames: maybe(text),
      birthDate: maybe(birthDate),
      documentNumber: maybe(text),
      sex: maybe(fc.constantFrom("female" as const, "male" as const)),
      citizenship: maybe(fc.constantFrom("UKR", "SYR"))
    })
    .map(withoutUndefined)

const changed = (person: Person, change: (text: string) => string): Person =>
  Object.fromEntries(
    Object.entries(person).map(([field, text]) => [field, field.endsWith("Names") ? change(text) : text])
  )

afterEach(() => vi.restoreAllMocks())

it("depends on the name and not on its encoding, case, spaces or signs", () => {
  const changes: ReadonlyArray<(text: string) => string> = [
    (text) => text.normalize("NFD"),
    (text) => text.normalize("NFKC").toLowerCase(),
    (text) => text.toUpperCase(),
    (text) => `  ${text} `,
    (text) => text.replaceAll("-", " "),
    (text) => text.replaceAll("’", "'")
  ]
  fc.assert(
    fc.property(personOf(name, date), fc.constantFrom(...changes), (person, change) => {
      expect(linkageKeys(changed(person, change))).toEqual(linkageKeys(person))
    })
  )
})

it("does not depend on the order of properties", () => {
  fc.assert(
    fc.property(personOf(name, date), (person) => {
      expect(linkageKeys(Object.fromEntries(Object.entries(person).reverse()))).toEqual(linkageKeys(person))
    })
  )
})

it("makes no key twice, and none for a rule whose fields are missing", () => {
  fc.assert(
    fc.property(personOf(name, date), (person) => {
      const keys = linkageKeys(person).map(({ rule, key }) => `${rule} ${key}`)
      expect(new Set(keys).size).toBe(keys.length)
      if (person.birthDate === undefined) expect(keys.every((each) => each.startsWith("document-name "))).toBe(true)
      if (person.documentNumber === undefined) expect(keys.some((each) => each.startsWith("document"))).toBe(false)
    })
  )
})

it("takes any text, throws nothing and writes nothing", () => {
  const written = (["log", "info", "warn", "error", "debug"] as const).map((method) => vi.spyOn(console, method))
  const out = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")]
  const text = fc.string({ unit: "binary" })
  fc.assert(
    fc.property(personOf(text, text), (person) => {
      linkageKeys(person)
    })
  )
  for (const spy of [...written, ...out]) expect(spy).not.toHaveBeenCalled()
})
