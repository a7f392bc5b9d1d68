import { birthDateOf } from "./birthDate.ts"
import { documentNumberOf } from "./documentNumber.ts"
import { nameSkeletons } from "./nameForms.ts"
import { isPatronymic, nameWords } from "./names.ts"
import type { NormalisedPerson, Person } from "./Person.ts"

/** Returns a full name in one field: its first and its last word. */
const split = (given: ReadonlyArray<string>, family: ReadonlyArray<string>) => {
  if (given.length > 0 && family.length > 0) return { given, family }
  const all = [...given, ...family].filter((word, i) => i === 0 || !isPatronymic(word))
  return all.length < 2 ? { given, family } : { given: all.slice(0, -1), family: all.slice(-1) }
}

/** Given names of so many that the next one is used instead: Mohammad Ali, María José, Juan Carlos. */
const common = new Set(["mohammed", "maria", "ana", "jose", "juan"].flatMap(nameSkeletons))

/** Family names of Vietnam, where the last given name is the one that is used, and each of a few syllables. */
const vietnamese = new Set(
  "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong luong mai cao dao trinh doan lam".split(
    " "
  )
)

const withoutSigns = (word: string): string => word.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d")

/** Returns the given names by which a person may be known: the first, and another one where the first is not what distinguishes the person. */
const usedNames = (given: ReadonlyArray<string>, family: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [first, second] = given
  if (first === undefined || second === undefined) return given
  if (family.some((word) => vietnamese.has(withoutSigns(word)))) return [first, given.at(-1) ?? first]
  return nameSkeletons(first).some((each) => common.has(each)) && !isPatronymic(second) ? [first, second] : [first]
}

/** Returns what the rules compare, from a case file. The result is as sensitive as the file. */
export const normalise = (person: Person): NormalisedPerson => {
  const { given, family } = split(nameWords(person.givenNames), nameWords(person.familyNames))
  const whole = nameSkeletons(family.join(""))
  return {
    given: [...new Set(usedNames(given, family).flatMap(nameSkeletons))],
    family: whole,
    families: [...new Set([...whole, ...family.flatMap(nameSkeletons)])],
    birth: birthDateOf(person.birthDate),
    sex: person.sex,
    citizenship: person.citizenship?.trim().toUpperCase() || undefined,
    document: documentNumberOf(person.documentNumber)
  }
}
