/** Finds first names that no list has, by their verb or by the name next to them: `Josimar trouxe a moça`, `Ajša i Medina`. */
import { isCommonStem } from "./CommonStems.ts"
import { anyOf, setOf } from "./IdentifierWords.ts"
import { foldName, nameKindInflected } from "./NameLists.ts"
import { hopes, isCue, isNamedWord, kin, personVerbs } from "./NamesInContext.ts"
import { beforePlaces, virtue } from "./NamesInSentences.ts"
import { isLikeName, isUnknown, type Token, type Word, wordOf } from "./NameWords.ts"

const between = setOf("between a name and its verb")

const alone = (word: Word): Token => ({ ...word, apart: false, foreign: false, introduced: false, listed: false })

/** Neither a common word nor a town; a first name that is also a word, such as `Faith`, counts. */
const mayBeName = (text: string): boolean => {
  const word = alone(wordOf(text))
  if (word.kind === undefined && (isCommonStem(word.word) || isCue(text.toLowerCase()))) return false
  return hopes.has(word.word) || (isUnknown(word) && isLikeName(word) && !isNamedWord(text))
}

/** A capitalised word, followed by up to three words in small letters. */
const subject =
  /(?=\p{Lu})(?<![\p{L}\p{N}'’-])(\p{Lu}\p{Ll}{2,}(?:-\p{Lu}\p{Ll}+)?)\s(\p{Ll}[\p{Ll}'’-]*)(?:\s(\p{Ll}[\p{Ll}'’-]*))?(?:\s(\p{Ll}[\p{Ll}'’-]*))?/gu
/** The word before it: none at the start of a sentence. */
const lastWord = /([\p{L}\p{N}'’-]+)\s$/u

/** `de Sf. Ilie nu se lucrează`. */
const abbreviation = /(?<!\p{L})(\p{L}{2,3})\.\s$/u

/** `Blessing is 3 months pregnant`. */
const times = /\s\d{1,2}\s(?:days?|weeks?|months?|mths?|years?|yrs?)(?=\s)/gu

/** Returns whether a capitalised word that may be a name is the subject of a verb for what persons do. */
export const isSubject = (given: string): boolean => {
  const text = given.replace(times, "")
  for (const { 1: name = "", 2: first = "", 3: second = "", 4: third = "", index } of text.matchAll(subject)) {
    const verb = !between.has(first) ? first : !between.has(second) ? second : third
    if (!personVerbs.has(verb) || !mayBeName(name)) continue
    const before = lastWord.exec(text.slice(0, index))?.[1]
    if (isNamedWord(abbreviation.exec(text.slice(0, index))?.[1] ?? "")) continue
    if (before === undefined || (/^\p{Ll}/u.test(before) && !beforePlaces.has(before) && !isNamedWord(before)))
      return true
  }
  return false
}

/** A text in small letters that begins with a listed first name. */
const subjectInSmall = /^(\p{Ll}{4,})\s(\p{Ll}[\p{Ll}'’-]*)(?:\s(\p{Ll}[\p{Ll}'’-]*))?/u
/** `галя просить ліки`: returns whether a listed first name in small letters begins a text, before a verb for what persons do. */
export const isSubjectInSmall = (text: string): boolean => {
  const [, name = "", first = "", second = ""] = subjectInSmall.exec(text) ?? []
  if (!personVerbs.has(between.has(first) ? second : first) || isCue(name)) return false
  const { kind, plain, word } = wordOf(name)
  return kind === "given" && !plain && !virtue.has(word)
}

/** `для мами галі`, `the mother (nino)`, `vasyas cousin`: words in small letters for a relative and a name, in either order. */
const relativeInSmall = /(?<!\p{L})(?=(\p{Ll}{3,})[\s:]\s?\(?(\p{Ll}{3,})(?!\p{L}))/gu

/** Returns whether a listed first name in small letters stands next to a word for a relative. */
export const isRelativeInSmall = (text: string): boolean => {
  for (const [, first = "", second = ""] of text.matchAll(relativeInSmall)) {
    const name = isCue(first) ? second : kin.has(second) ? (/^(\p{Ll}{4,})s$/u.exec(first)?.[1] ?? "") : ""
    if (name.length < 4 || isCue(name) || virtue.has(foldName(name)) || isCommonStem(foldName(name))) continue
    const { plain, town } = wordOf(name)
    if (!plain && !town && nameKindInflected(foldName(name)) === "given") return true
  }
  return false
}

/** An adjective followed by a noun; in `дал Ржевский` no noun follows. */
const adjective = /(?:ая|[ыио]й|ое|ые|ої)\s\p{Ll}/u
const acquires = /^(?:куп|прод|плат|отправ|відправ|прив[её]з|забра|принес|отрим|получ)/u
/** `звонила Мирослава`: the verb first, but not `купила Айфон`. */
const behindVerb =
  /(?<=(?<!\p{L})([\u0430-\u0491]{3,})\s)([\u0404-\u042f\u0490][\u0430-\u0491]{2,}(?![\p{L}\p{N}'’-])(?:\s\p{Ll})?)/gu

/** Returns whether a capitalised name follows a verb for what persons do. */
export const isBehindVerb = (text: string): boolean => {
  for (const [, verb = "", name = ""] of text.matchAll(behindVerb))
    if (personVerbs.has(verb) && !acquires.test(verb) && !adjective.test(name) && mayBeName(name.replace(/\s.*/u, "")))
      return true
  return false
}

const joined = new RegExp(
  `(?=\\p{Lu})(?<![\\p{L}\\p{N}'’-])(\\p{Lu}\\p{Ll}{2,})\\s${anyOf("joins names")}\\s(\\p{Lu}\\p{Ll}{2,})(?![\\p{L}\\p{N}'’-])(?:\\s(\\p{L}+))?`,
  "gu"
)

/** Returns whether a first name and a word that may be a name are joined by `and`. */
export const isJoined = (text: string): boolean => {
  for (const [, one = "", other = "", next = ""] of text.matchAll(joined)) {
    if (isNamedWord(next)) continue
    const isGiven = (name: string) => {
      const { kind, plain, word } = wordOf(name)
      return hopes.has(word) || (kind === "given" && !plain)
    }
    if ((isGiven(one) && mayBeName(other)) || (isGiven(other) && mayBeName(one))) return true
  }
  return false
}
