/**
 * A column of consent to research, as a question or a name: `Does the client consent to anonymised data being used for research?`. Consent of another
 * or an unstated kind does not count, so every word of the heading must be known.
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
const negation = /(?<!\p{L})(?:no|not|without|nu|non|ne|sin|sans|не|нет|ні|без|fără|fara)(?!\p{L})/iu

/** `No consent to research`, `Nu a dat acord`: a yes there is a no. */
const isNegated = (column: string): boolean => negation.test(plainOf(column).replace(yesOrNo, " "))

/** Returns whether a heading has a word for consent. CTDC's own first column asks the reader to agree. */
export const mentionsConsent = (column: string): boolean =>
  column.length < 200 && !isBanner(column) && meaningsOf(column).has("consent")

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
  return found.has("withdrawn") ? !mayWithdraw.test(column) : !found.has(undefined) && isNegated(column)
}

const sharing =
  /(?<!\p{L})(?:shar(?:e|ed|ing)|transfer(?:red)?)(?!\p{L})|передач|передав|передат|поширен|обмін|partaj|transmit|transfer|partage|compart/iu
const ofData =
  /(?<!\p{L})(?:data|information|info|cases?|records?|dat(?:e|ele|elor)|données|datos)(?!\p{L})|данн|даних|сведени|інформац|информац|informați/iu

/** A particular recipient, such as the police. */
const recipient = /(?<!\p{L})(?:with|cu|avec|con)\s|пол[иі]ц|poli[tțc]|посольс|суд|прокур|сем[ьіе]|родин|журнал|медіа/iu

/** Returns whether a heading is about consent to share data with anyone: `Consent to share data`. A no there refuses sending the record. */
export const isSharingConsent = (column: string): boolean =>
  meaningsOf(column).has("consent") && sharing.test(column) && ofData.test(column) && !recipient.test(column)

/** Returns whether a heading asks for consent to research, and to nothing else. */
export const isResearchConsent = (column: string): boolean =>
  isSomeConsent(column) && meaningsOf(column).has("research")
