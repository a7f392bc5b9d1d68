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

/** Returns what the rules compare, from a case file. The result is as sensitive as the file. */
export const normalise = (person: Person): NormalisedPerson => {
  const { given, family } = split(nameWords(person.givenNames), nameWords(person.familyNames))
  const families = family.length > 1 ? [family.join(""), ...family] : family
  return {
    given: given[0] === undefined ? [] : nameSkeletons(given[0]),
    families: [...new Set(families.flatMap(nameSkeletons))],
    birth: birthDateOf(person.birthDate),
    sex: person.sex,
    citizenship: person.citizenship?.trim().toUpperCase() || undefined,
    document: documentNumberOf(person.documentNumber)
  }
}
