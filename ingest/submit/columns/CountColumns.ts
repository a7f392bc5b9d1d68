/** Tables of counts: a column has the number of persons of a row, or there is a column for each year. Their rows are not persons. */

/** Words for persons and cases in the plural. */
const persons =
  "victims|persons|people|cases|clients|beneficiaries|survivors|individuals|жертв|пострадавших|потерпевших|лиц|людей|человек|случаев|дел|клиентов|постраждалих|потерпілих|осіб|випадків|справ|клієнтів|victime|victimelor|persoane|persoanelor|cazuri|cazurilor|beneficiari|victimes|personnes|víctimas|personas|casos"

const number =
  "number|no\\.?|num\\.?|nr\\.?|count|total|total number|sum|количество|кол-во|число|численность|всего|итого|кількість|к-сть|чисельність|усього|всього|număr(?:ul)?|numar(?:ul)?|nombre|n(?:ú|u)mero|cantidad"

/** What persons are said to be, before or after the word for them. */
const said =
  "identified|registered|assisted|detected|rescued|referred|potential|presumed|possible|suspected|confirmed|new|found|reported|trafficked|выявленных|зарегистрированных|предполагаемых|потенциальных|новых|виявлених|зареєстрованих|потенційних|імовірних|нових|identificate|înregistrate|asistate|potențiale|noi|identifiées|assistées|identificadas|atendidas"

/** Persons of a sex or age in the plural. Children are also those of the person. */
const groups =
  "males|females|men|women|boys|girls|minors|adults|мужчин|женщин|мальчиков|девочек|несовершеннолетних|совершеннолетних|чоловіків|жінок|хлопців|дівчат|неповнолітніх|повнолітніх|bărbați|femei|minori|adulți|hommes|femmes|mineurs|adultes|hombres|mujeres|menores|adultos"

/** Words that have no other meaning over a column of numbers. */
const quantities =
  "qty|quantity|count|head\\s?count|total|totals|количество|кол-во|чел\\.?|всего|итого|кількість|к-сть|усього|всього|разом|cantitate|cantidad"

const countOfPersons = new RegExp(
  [
    `^(?:${number})\\s+(?:of\\s+|de\\s+|des\\s+|d['’]\\s*)?(?:(?:${said})\\s+)*(?:${persons}|${groups})(?![\\p{L}-])`,
    `^(?:(?:${said})\\s+)*(?:${persons})(?:\\s+(?:${said}))*$`,
    `^(?:${groups}|${quantities})$`
  ].join("|"),
  "iu"
)

/** Returns whether a heading is the number of persons or cases of a row: `Number of victims`, `Victims identified`, `Кол-во`, `Women`. */
export const countsPersons = (heading: string): boolean => countOfPersons.test(heading.replace(/[\s_]+/g, " ").trim())

/** Returns whether the names of columns are those of a table of counts. */
export const isTableOfCounts = (names: ReadonlyArray<string>): boolean =>
  names.filter((name) => /^(?:19|20)\d{2}$/.test(name.trim())).length > 1
