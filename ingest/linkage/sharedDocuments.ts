import { documentNumberOf } from "@corridor/linkage/keys/documentNumber"
import type { Person } from "@corridor/linkage/keys/Person"

/** Persons at whom a document number may stand: a mother's passport may be that of a child. */
const maxPersons = 2

/**
 * Returns what takes document numbers of more persons of a file away: that of an office, or what a form has in the place of one. By it, persons of
 * two partners would be taken for one.
 */
export const withoutSharedDocuments = (persons: Iterable<Omit<Person, "sex">>): ((person: Person) => Person) => {
  const namesBy = new Map<string, Set<string>>()
  const numberOf = ({ documentNumber }: Pick<Person, "documentNumber">) => documentNumberOf(documentNumber)
  for (const person of persons) {
    const number = numberOf(person)
    if (number === undefined) continue
    const name = [person.givenNames, person.familyNames, person.birthDate].join("|").toLowerCase()
    const names = namesBy.get(number)
    if (names === undefined) namesBy.set(number, new Set([name]))
    else names.add(name)
  }
  return (person) => {
    const { documentNumber: _, ...rest } = person
    return (namesBy.get(numberOf(person) ?? "")?.size ?? 0) > maxPersons ? rest : person
  }
}
