/**
 * A column of consent to research, as a question or a name: `Does the client consent to anonymised data being used for research?`. Consent of another
 * or an unstated kind does not count as that, so every word of the heading must be known. But anything but a yes to it keeps the row from being sent.
 */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { wordsInRow } from "../../../schemas/Languages.ts"
import { foldWord, splitCamelCase } from "../values/FoldWord.ts"
import { isBanner } from "./StandardColumns.ts"

const meanings: ReadonlyMap<string, string> = new Map(
  readCodeList("consent-columns").flatMap((row) =>
    wordsInRow(row).map((word) => [foldWord(word), row["meaning"] ?? ""] as const)
  )
)

const plainOf = (column: string): string =>
  splitCamelCase(column)
    .replace(/\bnon[\s-](?=identif)/gi, "non")
    .replace(/\bopt(?:ed|s)?[\s-]?out\b/gi, "optout")
    .replace(/[?*]/g, " ")

/** Returns the meanings of the words of a heading; undefined is that of an unknown word. */
const meaningsOf = (column: string): ReadonlySet<string | undefined> =>
  new Set(
    foldWord(plainOf(column))
      .split(" ")
      .map((word) => meanings.get(word))
  )

/** The answers of a question, which are not part of it. */
const yesOrNo =
  /(?<!\p{L})(?:yes|y|да|так|da|oui|s[ií])[\s/,|;-]*(?:or|или|або|чи|sau|ou|o)?\s*(?:no|n|нет|ні|nu|non)(?!\p{L})/giu
/** `(1=yes, 0=no)`, `да – 1, нет – 0`, `(Y/N/unknown)`. */
const answers =
  /(?<![\p{L}\d])\d\s*[=:–—-]?\s*\p{L}+|\p{L}+\s*[=:–—-]\s*\d(?!\d)|[([](?:yes|y|да|так|da|oui|s[ií])(?!\p{L})[^)\]]*[)\]]/giu
const negation = /(?<!\p{L})(?:no|not|without|nu|non|ne|sin|sans|не|нет|ні|без|fără|fara)(?!\p{L})/iu

/** `No consent to research`, `Nu a dat acord`: a yes there is a no. */
const isNegated = (column: string): boolean =>
  negation.test(plainOf(column).replace(answers, " ").replace(yesOrNo, " "))

/** Words for consent alone, also of languages in which no whole heading is known; `agreement` and `permission` may be a contract or a permit. */
const firm =
  /(?<!\p{L})(?:consen(?!su[as])|consient|cons[iî]m[tț]|соглас(?:и[еяюи]|ен|на|ны)|сагласн|съглас|згод(?!ом)|згідн|acord(?!at|eon)|einwillig|toestemming|zgod[aęyą]|пристан|pristan|onam(?!\p{L}{3})|موافقة|موافق)/iu

/** Returns whether a heading has a word for consent. CTDC's own first column asks the reader to agree. */
export const mentionsConsent = (column: string): boolean =>
  column.length < 200 && !isBanner(column) && (meaningsOf(column).has("consent") || firm.test(plainOf(column)))

/** Returns whether a heading is about consent of any kind, in words that are all known. */
export const isSomeConsent = (column: string): boolean => {
  const found = meaningsOf(column)
  return found.has("consent") && !found.has(undefined) && !found.has("withdrawn") && !isNegated(column)
}

/** `Informed of the right to withdraw consent`, `Consent (can be withdrawn)`. */
const mayWithdraw =
  /(?<!\p{L})(?:can|may|how|rights?|inform\p{L}*|explain\p{L}*|understands?|process)(?!\p{L})|прав[оае]|мож(?:ет|но|на|е)(?!\p{L})|разъясн|информ|інформ|роз.?яснен|drept|poate|peut|droit|puede|derecho/iu

/**
 * Returns whether a heading is about consent of any kind that was withdrawn or not given: `Consent withdrawn`, `Дата отзыва согласия`, `No consent`, and
 * `Opt-out of statistics` without the word.
 */
export const isWithdrawnConsent = (column: string): boolean => {
  const found = meaningsOf(column)
  if (!found.has("consent"))
    return found.has("withdrawn") && found.has("research") && !found.has(undefined) && !isNegated(column)
  if (found.has("withdrawn")) return !mayWithdraw.test(column)
  return isNegated(column) && (!found.has(undefined) || isOtherConsent(column))
}

const sharing =
  /(?<!\p{L})(?:shar(?:e|ed|ing)|transfer(?:red)?)(?!\p{L})|передач|передав|передат|поширен|обмін|partaj|transmit|transfer|partage|compart/iu
const ofData =
  /(?<!\p{L})(?:data|information|info|cases?|records?|dat(?:e|ele|elor)|données|datos)(?!\p{L})|данн|даних|сведени|інформац|информац|informați/iu

/** A particular recipient, such as the police. */
const recipient =
  /(?<!\p{L})(?:with|cu|avec|con)\s(?!others?(?:$|\s+(?:organi|agenc|people|part))|anyone|third|partners|alți|alte|terț|autres|otr)|пол[иі]ц|poli[tțc]|посольс|суд|прокур|сем[ьіе]|родин|журнал|медіа/iu

/** What a column about consent has in place of the answer: its date, form or giver. */
const ofForm =
  /(?<!\p{L})(?:dates?|time|when|types?|kind|method|mode|language|version|reasons?|why|who|whom|number|expir\w*|valid|until|place|age of|дат[аы]|когда|коли|тип|вид|номер|кто|кем|хто|ким|способ|спосіб|причин\p{L}*|tip(?:ul)?|num[aă]r(?:ul)?|cine|cum|motiv(?:ul)?|fecha|tipo|quien|quién|qui|numéro|número)(?!\p{L})|(?<!\p{L})(?:by|no|id)\.?\s*$|^data\s+(?:de\s+)?(?:acord|cons[iî]m|semn)/iu

/** A purpose that has nothing to do with data about the case. A no to it says nothing of statistics. */
const otherPurpose =
  /(?<!\p{L})(?:medic|health|treatment|exam|surg|hiv|test|vaccin|photo|pictur|imag|video|audio|recording|interview|media|press|journal|police|prosecut|court|legal(?! guardian)|security|embass|repatriat|return|travel|transport|shelter|accommodat|housing|referral|refer(?!\p{L})|services?|assist|counsel|psych|employ|marri|sex|contact|call|visit|training|school|achiev|payment|медиц|лечен|лікуван|осмотр|огляд|обследован|обстежен|тест|фото|видео|відео|аудио|аудіо|съемк|съёмк|зйомк|интервью|інтерв|сми(?!\p{L})|змі(?!\p{L})|поліц|полиц|суд|репатриа|репатріа|возвращ|поверн|приют|притул|перенаправ|услуг|послуг|помощ|допомог|контакт|работ|робот|брак|шлюб|poliți|tratament|examin|analize medicale|foto|interviu|repatri|întoarcere|adăpost|servicii|asistenț|contactat|munc|căsător|santé|soins|salud|policía|retorno|servicios)/iu

/**
 * Returns whether a heading is about consent whose purpose is not stated, or to release or process data, and is not its date or form. Words such as `agreement` and
 * `permission` count only among words that are all known.
 */
export const isOtherConsent = (column: string): boolean => {
  if (!mentionsConsent(column) || meaningsOf(column).has("withdrawn")) return false
  const text = plainOf(column).replaceAll("_", " ").replace(yesOrNo, " ")
  if (ofForm.test(text.trim()) || otherPurpose.test(text) || recipient.test(text)) return false
  return firm.test(text) || !meaningsOf(column).has(undefined) || (sharing.test(text) && ofData.test(text))
}

/** Returns whether a heading asks for consent to research, and to nothing else. */
export const isResearchConsent = (column: string): boolean =>
  isSomeConsent(column) && meaningsOf(column).has("research")
