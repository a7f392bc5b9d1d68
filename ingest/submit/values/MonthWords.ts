/** Months as words, and years of two digits. */

/** English, Russian, Ukrainian, Romanian, French, Spanish, Dutch, German, Kazakh and Georgian. */
const months: ReadonlyArray<RegExp> = [
  /^(?:jan|янв|січ|ian|ene|jän|қаң|იან)/,
  /^(?:feb|фев|лют|fév|fev|ақп|თებ)/,
  /^(?:mar|мар|бер|maa|mrt|mär|нау|მარ)/,
  /^(?:apr|апр|кві|avr|abr|сәу|აპრ)/,
  /^(?:may|mai|май|мая|мае|тра|mei|мам|მაი)/,
  /^(?:jun|июн|чер|iun|juin|мау|ივნ)/,
  /^(?:jul|июл|лип|iul|juil|шіл|ივლ)/,
  /^(?:aug|авг|сер|aoû|aou|ago|там|აგვ)/,
  /^(?:sep|сен|вер|қыр|სექ)/,
  /^(?:oct|окт|жов|okt|қаз|ოქტ)/,
  /^(?:nov|ноя|лис|noi|қар|ნოე)/,
  /^(?:dec|дек|гру|déc|dic|dez|жел|დეკ)/
]

/** Returns the number of a month that is written as a word in one of the languages; undefined for any other text. */
export const monthOf = (word: string): number | undefined => {
  const at = months.findIndex((month) => month.test(word.toLowerCase()))
  return at === -1 ? undefined : at + 1
}

/** Years that a year with two digits may be: none of a register is older, and none is in the future. */
const firstShortYear = 1990

/** Returns the years that two digits may stand for. */
export const yearsOfShort = (digits: number): ReadonlyArray<number> =>
  [2000 + digits, 1900 + digits].filter((full) => full >= firstShortYear && full <= new Date().getUTCFullYear())
