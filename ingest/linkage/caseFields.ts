/**
 * The fields of a case that are read: what identifies the person, the case number that joins rows of one person, and by what the round measures its own
 * errors: the id of an invented person that the operator gave to several partners, and a word of the partner's own by which it marks cases
 * that it has found to be of one person.
 */
export const caseFields = [
  "givenNames",
  "familyNames",
  "birthDate",
  "sex",
  "citizenship",
  "documentNumber",
  "caseReference",
  "twin",
  "samePerson"
] as const

export type CaseField = (typeof caseFields)[number]
