/** Tables of counts: a column has the number of persons of a row, or there is a column for each year. Their rows are not persons. */

/** Words for persons and cases in the plural. */
const persons =
  "victims|persons|people|cases|clients|beneficiaries|survivors|individuals|жертв|пострадавших|потерпевших|лиц|людей|человек|случаев|дел|клиентов|постраждалих|потерпілих|осіб|випадків|справ|клієнтів|victime|victimelor|persoane|persoanelor|cazuri|cazurilor|beneficiari|victimes|personnes|víctimas|personas|casos"

const number =
  "number|no\\.?|num\\.?|nr\\.?|count|total|total number|sum|количество|кол-во|число|численность|всего|итого|кількість|к-сть|чисельність|усього|всього|număr(?:ul)?|numar(?:ul)?|nombre|n(?:ú|u)mero|cantidad"

const countOfPersons = new RegExp(
  `^(?:${number})\\s+(?:of\\s+|de\\s+|des\\s+|d['’]\\s*)?(?:(?:identified|registered|assisted|выявленных|виявлених|зарегистрированных|зареєстрованих)\\s+)?(?:${persons})(?![\\p{L}-])`,
  "iu"
)

/** Returns whether a heading is the number of persons or cases of a row: `Number of victims`, `Кількість постраждалих`. */
export const countsPersons = (heading: string): boolean => countOfPersons.test(heading.replace(/[\s_]+/g, " ").trim())

/** Returns whether the names of columns are those of a table of counts. */
export const isTableOfCounts = (names: ReadonlyArray<string>): boolean =>
  names.filter((name) => /^(?:19|20)\d{2}$/.test(name.trim())).length > 1
