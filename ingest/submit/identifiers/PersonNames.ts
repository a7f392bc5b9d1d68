/**
 * Detects names of persons by lists of names, by their endings, by initials, by words of kinship, and by capitalisation. A text that is
 * capitalised like a name counts as one unless it contains a known plain word or a town.
 */

import { isCommonStem } from "./CommonStems.ts"
import { foldedSetOf } from "./IdentifierWords.ts"
import { isApplicant, namedAfterPersons, withoutOrganisations, withoutPhrases } from "./NamedPlaces.ts"
import { foldName, nameKind } from "./NameLists.ts"
import { isWord, nameOdds, piece } from "./NameModel.ts"
import { holdsNamePair } from "./NamePairs.ts"
import { isBehindVerb, isJoined, isRelativeInSmall, isSubject, isSubjectInSmall } from "./NamesAsSubjects.ts"
import {
  bareInitials,
  holdsInitials,
  hopes,
  isAddressed,
  isArabicName,
  isCue,
  isFamilyAndInitialInSmall,
  isFarName,
  isIntroduced,
  isIntroducedInSmall,
  isNamedWord,
  isNickname,
  isVisit,
  personVerbs,
  titles,
  withoutRemark
} from "./NamesInContext.ts"
import { asTown, inSentence, isVerb, isWordAtStart, virtue } from "./NamesInSentences.ts"
import {
  commonest,
  hasEnding,
  isCapital,
  isCertain,
  isEponym,
  isLikeName,
  isPlace,
  isRare,
  isStrong,
  isTown,
  isUnknown,
  nameForm,
  strongEnding,
  type Token,
  token,
  wordOf
} from "./NameWords.ts"
import { withoutOrganisationWords } from "./OrganisationNames.ts"
import { isOrganisationWord } from "./Organisations.ts"
import { withoutListsOfPeoples, withoutPeoples } from "./Peoples.ts"
import { isPeople } from "./PlainWords.ts"
import { holdsSyllableName, holdsSyllableSigns } from "./SyllableNames.ts"
import { withTransliterated } from "./Transliterated.ts"
import { withoutModel } from "./Vehicles.ts"

/** Small words inside names: `Jucilene dos Santos`, `Fatima Zahra El Idrissi`. */
const particles = foldedSetOf("particle")

/** Returns a name without its possessive ending, or that of a Turkish case: `Olena` for `Olena's`, `Ayşe` for `Ayşe'nin`. */
const owner = (part: string): string => {
  const name = /^(\p{L}\p{Ll}{2,})'(?:s|n?[iıuü]n|y?[ae])$/u.exec(part)?.[1]
  return name !== undefined && nameKind(foldName(name)) === "given" ? name : part
}

/**
 * Returns whether a text contains a name by the lists, by initials or by a certain ending. Capital letters prove nothing here: names of columns
 * are capitalised.
 */
export const holdsListedName = (text: string): boolean => {
  const small = withoutThings(text.toLowerCase())
  return holdsInitials(text) || (mayHoldName(small) && (holdsNameInContext(small) || holdsListedForm(small, false)))
}

/** `PETRENKO/OLENA MRS`: a passenger, as tickets write the name. */
const passenger = /(?<![\p{L}\d])\p{Lu}{2,}\/\p{Lu}{2,}(?:\s?\p{Lu}{2,}){0,2}\s?(?:MRS?|MS|MISS|MSTR|CHD|INF)(?!\p{L})/u

/** Names that only capital letters show. */
const holdsCapitalName = (text: string): boolean =>
  bareInitials.test(text) ||
  passenger.test(text) ||
  isApplicant(text) ||
  holdsInitials(text) ||
  holdsSyllableName(text) ||
  isVisit(text) ||
  isArabicName(text) ||
  isIntroduced(text) ||
  isNickname(text) ||
  isSubject(text) ||
  isBehindVerb(text) ||
  isJoined(text)

/** The logarithm of odds of 11 to 3: with less, brands and words that no list has are refused more often than names are found. */
const likely = 1.3
/** With less than odds of 3 to 8 of its likeliest word, what the lists alone take for a name is none. */
const unlikely = -1

/** `Надія відмовилась`: a first name that is also a word, before a verb. */
const isGivenWithDeed = (text: string): boolean =>
  [...text.matchAll(/(?<![\p{L}'’-])(\p{Lu}\p{Ll}{2,})\s(?=(\p{Ll}+))/gu)].some(
    ([, name = "", next = ""]) =>
      nameKind(foldName(name)) === "given" && (personVerbs.has(next) || isVerb(wordOf(next)))
  )

/** `Рустамжон, повар`: what is said next to such a form does not matter. */
const holdsNameForm = (text: string): boolean =>
  (text.match(/(?<!\p{L})\p{Lu}\p{Ll}{5,}(?![\p{L}\p{N}])/gu) ?? []).some((each) => {
    const { plain, town, word } = wordOf(each)
    return nameForm.test(word) && !plain && !town && !isNamedWord(each)
  })

/** Returns whether a text is or contains a person's name. `strict` is for case numbers, where plain words do not belong either. */
export const holdsName = (given: string, strict: boolean): boolean => {
  const text = withoutThings(given)
  const mayHold = mayHoldName(text)
  if (mayHold && holdsNameInContext(text)) return true
  const isListed = mayHold && holdsListedForm(text, strict)
  if (strict || !/\p{Lu}\p{L}{2}/u.test(given)) return isListed
  const odds = nameOdds(given)
  if (!isListed) return odds > likely && nameOdds(withoutPhrases(given)) > likely
  const isSentence = /(?<![\p{L}\p{N}])\p{Ll}/u.test(text)
  return (
    !Number.isFinite(odds) ||
    odds > unlikely ||
    isGivenWithDeed(text) ||
    holdsNameForm(text) ||
    !(isSentence || (text.includes(",") && odds < unlikely - 0.3))
  )
}

const acronym = /^\p{Lu}{2,6}$/u
const vowel = /[aeiouyаеиоуыэюяіїє]/iu
/** `LADO, MASH, NRM`: capitals in a list are acronyms if one of them has no vowel. */
const withoutAcronym = (word: Token, i: number, words: ReadonlyArray<Token>): Token => {
  if (!acronym.test(word.text)) return word
  let [from, to] = [i, i]
  const isNext = (one: Token | undefined, next: Token | undefined) =>
    one !== undefined && next?.listed === true && acronym.test(one.text) && acronym.test(next.text)
  while (isNext(words[from - 1], words[from])) from--
  while (isNext(words[to], words[to + 1])) to++
  const isList = words.slice(from, to + 1).some(({ text }) => !vowel.test(text)) && to > from
  return isList ? { ...word, kind: undefined, plain: true } : word
}

/** Endings of nouns for persons, which have names behind them: `Оперативник Гнатів`. */
const agent = /(?:ник|ниця|ница|[тзс]ор|ист|[чщ]ик|тель|арь?|ець|ист|ent|[ao]r|ist|er|[ao]rul|istul)$/
const isCommon = ({ kind, plain, word }: Token) => plain || (kind === undefined && isCommonStem(word))
/** `Frigiderul Bosch`: a common word that begins a text has its capital letter from there. */
const withoutCommonStart = (word: Token, i: number, words: ReadonlyArray<Token>): Token =>
  i === 0 &&
  word.title &&
  words.length > 1 &&
  (words.some((other) => !isCapital(other)) || words.every(isCommon)) &&
  word.kind === undefined &&
  !hasEnding(word) &&
  !agent.test(word.word) &&
  isCommonStem(word.word)
    ? { ...word, plain: true }
    : word

/** Without what has its name from a person. */
const withoutThings = (given: string): string => withoutRemark(withoutListsOfPeoples(withoutOrganisations(given)))
const mayHoldName = (text: string): boolean => /[\p{L}\p{M}]{3}|\p{Script=Han}{2}/u.test(text)

/** By the words next to it. */
const holdsNameInContext = (text: string): boolean => {
  if ((/\p{Lu}/u.test(text) && holdsCapitalName(text)) || isAddressed(text)) return true
  if (isFamilyAndInitialInSmall(text) || isSubjectInSmall(text) || isRelativeInSmall(text)) return true
  return /[\u0530-\uffff]/.test(text) && (isFarName(text) || isIntroducedInSmall(text) || holdsSyllableSigns(text))
}

/** By its form and the lists. */
const holdsListedForm = (text: string, strict: boolean): boolean => {
  const parts = [
    ...text
      .replace(/[ʻʼ`’]/g, "'")
      .replace(/(?<=\p{L})[!?…]+(?!\S)/gu, "|")
      .matchAll(piece)
  ]
    .map(([, signs = "", part = ""], i, all) => ({
      part:
        part.includes("'") && !all.slice(i + 1, i + 3).some(([, , next = ""]) => isNamedWord(next))
          ? owner(part)
          : part,
      signs
    }))
    .filter(({ part }) => !titles.test(part))
  // A number, a dash or an arrow separates words as a sign does.
  const written = parts.flatMap((one, i) =>
    !isWord.test(one.part)
      ? []
      : i > 0 && !isWord.test(parts[i - 1]?.part ?? "")
        ? [{ ...one, signs: `${one.signs}|` }]
        : [one]
  )
  const alphabets = written.map(({ part }) => wordOf(part).alphabet)
  const isMixed = new Set(alphabets).size > 1
  const main = isMixed ? commonest(alphabets.filter((one) => one !== "other")) : ""
  const words = withoutPeoples(
    withoutOrganisationWords(
      withTransliterated(
        written
          .map(({ part, signs }) => token(part.length === 2 ? part : part.replace(/\.$/, ""), signs, main))
          .map(withoutModel)
          .map(withoutAcronym)
          .map(withoutCommonStart)
          .map(asTown)
      )
    )
  )
  if (words.length === 0) return false
  const onlyWords = words.length === parts.length
  const [first] = words as [Token, ...Array<Token>]
  const isIberian =
    first.kind === "given" && words.slice(1, -1).some(({ word }) => /^(?:dos|das|do|da|dela|delos)$/.test(word))
  // `Измаил, Украина` is a town, `came with Albert` has a sentence around a person.
  const isSentence =
    words.some(isCapital) && words.filter((word) => word.plain && !isCapital(word) && !isPlace(word)).length > 2
  const isKnownPlace = (word: Token) =>
    word.plain || isPlace(word) || (isSentence ? word.town && word.kind === undefined : word.alsoTown)
  if (!strict && !isIberian && onlyWords && words.every(isKnownPlace)) return false
  if (words.length === 1) return (onlyWords || isStrong(first)) && isNameAlone(first, strict)
  if (holdsNamePair(words)) return true
  if (!onlyWords || words.length > 4) return inSentence(words)
  if (words.some((word) => word.patronymic)) return true
  const core = words.length > 2 ? words.filter(({ word }, i) => i === 0 || !particles.has(word)) : words
  const isWritten =
    core.every(({ title, initial }) => title || initial) || core.every(({ upper, initial }) => upper || initial)
  // `DOLE, IACAT, OUMWA`: acronyms.
  const isAcronyms =
    core.every(({ upper, kind }) => upper && kind === undefined) &&
    (core.length > 2 || core.every(({ word }) => word.length < 6))
  if (isAcronyms && core.slice(1).every(({ listed }) => listed)) return false
  if (isWritten) return isWrittenName(core, words)
  return words.every(({ uncased }) => uncased) ? isUncasedName(words) : isSmallName(words) || inSentence(words)
}

/** Returns whether words that are all written like names are one. `core` lacks particles such as `van`. */
const isWrittenName = (core: ReadonlyArray<Token>, words: ReadonlyArray<Token>): boolean => {
  const hasPlace =
    core.some(isPlace) ||
    words.some((_, i) => isEponym(words, i)) ||
    (namedAfterPersons.has(core.at(-1)?.word ?? "") && (core.length > 2 || core.at(-1)?.kind === undefined))
  const isFormed = (word: Token) => word.title && nameForm.test(word.word) && isUnknown(word)
  if (core.some((word) => (isStrong(word) || isCertain(word) || isFormed(word)) && !isTown(word))) return !hasPlace
  if (core.slice(1).some((word) => isUnknown(word) && strongEnding.test(word.word))) return !hasPlace
  if (core.length === 2 && core.some(({ word }) => hopes.has(word)) && core.some(isUnknown)) return !hasPlace
  if (core.some((word) => word.kind !== undefined) && core.some((word) => isUnknown(word) && isLikeName(word)))
    return !hasPlace
  // Both words of a town are known; a person may have the name of one.
  const isNamedAsTown = (word: Token) => isTown(word) && !word.listed && !word.text.includes("-")
  // `Dubai Deira`: a town and its district. Short names of towns are names of persons somewhere.
  const [first, second] = core
  const isWholeTown = first !== undefined && isNamedAsTown(first) && first.kind === undefined && first.word.length > 4
  if (core.length === 2 && isWholeTown && second?.kind === undefined) return false
  if (core.length === 2 && core.some(isNamedAsTown) && core.some(isRare)) return !hasPlace
  return (
    !core.slice(1).some(({ apart, introduced }) => apart && !introduced) &&
    core.every(isUnknown) &&
    core.some((word) => word.alphabet !== "latin" || isLikeName(word))
  )
}

/** Of words in an alphabet without capitals. A noun and its adjective both have the Arabic article. */
const isUncasedName = (words: ReadonlyArray<Token>): boolean =>
  (words.some((word, i) => (isStrong(word) && !isWordAtStart(words, i)) || hasEnding(word)) &&
    !words.some((_, i) => isEponym(words, i))) ||
  (words.length < 4 && words.every(isUnknown) && !words.every(({ word }) => word.startsWith("ال")))

/** Lower case: a listed name next to a word that is not a plain word. */
const isSmallName = (words: ReadonlyArray<Token>): boolean =>
  words.every((word) => !isCapital(word)) &&
  words.length <= 3 &&
  words.some((word) => word.kind === "given" && isStrong(word) && word.word.length > 3 && !virtue.has(word.word)) &&
  words.every(
    (word) => isStrong(word) || word.kind !== undefined || (isUnknown(word) && (hasEnding(word) || words.length === 2))
  )

/** `айгуль`: a first name and nothing else, unless it may be another word. */
const isGivenInSmall = ({ alsoTown, text, word }: Token): boolean =>
  word.length > 4 &&
  !virtue.has(word) &&
  !alsoTown &&
  !isCue(text) &&
  !isCommonStem(word) &&
  !isOrganisationWord(word) &&
  !isPeople(word)

const isNameAlone = (word: Token, strict: boolean): boolean => {
  if (word.word.length < 3 || word.plain) return false
  const isWritten = isCapital(word) || word.uncased
  if (word.kind === "given" && (strict || !isTown(word))) return isWritten || strict || isGivenInSmall(word)
  if (word.kind === "surname" && !isTown(word)) return isWritten
  if (word.patronymic) return true
  if (!isCapital(word)) return false
  if (!isTown(word) && strongEnding.test(word.word) && word.word.length >= 5) return true
  if (!isTown(word) && nameForm.test(word.word)) return true
  // In the place of a case number, a word without a digit is not a case number.
  return strict
}
