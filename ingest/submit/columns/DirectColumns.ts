/** Detects columns of direct identifiers by their names. */
import { remembered } from "../../../ports/BoundedMap.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { squeeze } from "./OwnColumns.ts"
import { asksForPerson } from "./PersonHeadings.ts"

const bare = (column: string) => squeeze(column.replace(/^prs_/i, ""))

const columnsThatHold = (what: "identifier" | "text") => {
  const rows = readCodeList("direct-identifier-columns").filter((row) => row["holds"] === what)
  const names = new Set(rows.flatMap((row) => [squeeze(row["column"] ?? ""), bare(row["column"] ?? "")]))
  // JSON has the names again in every record.
  return remembered((column) => names.has(squeeze(column)) || names.has(bare(column)), 1_000)
}

/**
 * Returns whether a column contains direct identifiers: HTCDS's own and other common ones in English, Russian, Ukrainian, Romanian and Uzbek, in
 * any spelling.
 */
export const isDirectIdentifierColumn = columnsThatHold("identifier")

/** Returns whether a column is free text. It may exist while it is empty, because registers export unused columns too. */
export const isFreeTextColumn = columnsThatHold("text")

/** Words in the name of an unknown column that indicate identifiers. */
const identifierWord =
  /\b(?:first|last|middle|full|family|maiden)[\s_]*names?\b|\b(?:e-?mail|phone|telephone|mobile|passport|birth[\s_]*da(?:te|y)|date[\s_]*of[\s_]*birth|date[\s_]*de[\s_]*naissance|fecha[\s_]*de[\s_]*nacimiento|pr[ée]nom|apellidos?|t[ée]l[ée]phone|tel[ée]fono|iban|latitude|longitude|lat|lng|lon|gps|street[\s_]*address)\b|фамили|отчеств|телефон|паспорт|дат[аы]\s+рожд|прізвищ|дата\s+народж|prenume|telefon|pa[sș]aport|familiya|tug.?ilgan/iu

/** Returns whether the name of an unlisted column indicates identifiers. */
export const soundsDirect = remembered(
  (column: string): boolean =>
    identifierWord.test(column.replace(/_/g, " ")) || asksForPerson(column, isDirectIdentifierColumn),
  1_000
)

/** Words for offenders in the names of columns. A victim's relation to one is a separate field. */
const offenderWord =
  /(?<!\p{L})(?:offender|perpetrator|trafficker|suspect|accused|defendant|exploiter|преступник|обвиняем|подозреваем|торговц|эксплуататор|злочин(?:ець|ц)|обвинувачен|підозрюван|торгівц|експлуататор|infractor|trafican|făptuitor|faptuitor|inculpat|suspect|învinuit)\p{L}*/iu

/** Returns whether the name of a column, or of its group, says that it describes an offender. */
export const soundsOfOffender = (column: string): boolean => offenderWord.test(column.replace(/_/g, " "))

const roleName = /^(?:(?:person|client)\W+)?(?:role|роль|rol(?:ul)?)(?!\p{L})/iu
const victimWord = /victim|survivor|потерпев|пострадав|жертв|потерпіл|постраждал/iu

/** Returns whether the name of a column asks for a person's role in a case. */
export const asksForRole = (column: string): boolean => roleName.test(column.trim())

/** `Witness`, `mother of the victim`. A caller or an applicant may be the victim. */
const bystanderWord =
  /^\W*(?:witness|relative|(?:family|household) member|mother|father|parent|guardian|spouse|husband|wife|sibling|brother|sister|informant|interpreter|lawyer|свидет|родствен|член семьи|мать|отец|родител|опекун|супруг|муж|жена|брат|сестра|переводчик|адвокат|свід|родич|член сім|мати|батько|опікун|чоловік жертв|дружина|перекладач|martor|rud[aăe]|membru|mam[aă]|tat[aă]l|părinte|tutore|soț|frate|sor[aă]|interpret|avocat)/iu

/** What an offender did, as the answer to a question for the person's role. Names of columns with such words describe the victim's relation to one. */
const offenderRole =
  /^\W*(?:recruiter|transporter|exploiter|pimp|trafficker|вербовщ|перевозчик|сутен[её]р|эксплуататор|вербувальник|перевізник|експлуататор|recrutor|transportator|exploatator|proxenet)/iu

/** Returns whether an answer says that the person is not a victim: `trafficker`, `обвиняемый`, `witness`, and not `victim of the accused`. */
export const isOtherRole = (answer: string): boolean =>
  bystanderWord.test(answer) || offenderRole.test(answer) || (soundsOfOffender(answer) && !victimWord.test(answer))

/** Words in the names of columns with dates of events, such as admission. */
const eventWord =
  /\b(?:hte|regist|admi|refer|arriv|depart|interview|intake|start|end|case|opened|closed|request|return|report|submi|creat|modif|updat|complet|schedul|occur)\w*|обращ|регистр|поступ|прибы|выезд|въезд|заверш|окончан|начал|открыт|закрыт|возвращ|учёт|учет|звернен|реєстр|надход|прибут|виїзд|завершен|початк|відкрит|закрит|поверн|облік|înregistr|inregistr|sosir|adres|închei|incepe|încep|intrar|ieșir|întoarcer/iu

/** Separates the words of a name such as `spl_PlannedEndDate`. */
const separated = (column: string) => column.replace(/(?<=\p{Ll})(?=\p{Lu})|_/gu, " ")

/** A heading that says nothing of its dates: what happened to the person in the year of birth is not in a register. */
const onlyDate = /^(?:the\s)?(?:date|дата|data|fecha)$/iu

/** Returns whether a heading says that a column has dates, and nothing else. */
export const isOnlyDate = (column: string): boolean => onlyDate.test(column.trim())

/** Returns whether the name of a column indicates dates of events. */
export const isEventColumn = (column: string): boolean =>
  (eventWord.test(separated(column)) || isOnlyDate(column)) && !soundsDirect(column)
