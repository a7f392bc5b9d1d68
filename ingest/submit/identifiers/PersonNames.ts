/**
 * Detects names of persons in Russian, Ukrainian, English, Romanian and Uzbek: by lists of common names, by their endings, and by
 * capitalisation. A text that is capitalised like a name counts as one unless it contains a known plain word.
 */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldWord } from "../values/FoldWord.ts"
import { isPlainWord, wordsOfText } from "./PlainWords.ts"

let listed: ReadonlyMap<string, string> | undefined

const kindOf = (word: string): string | undefined => {
  listed ??= new Map(
    readCodeList("person-names").map((row) => [foldWord(row["name"] ?? "").replaceAll(" ", ""), row["kind"] ?? ""])
  )
  return listed.get(word)
}

/** Endings of patronymics, which no other words have. */
const patronymic =
  /(?:ович|евич|ьич|овна|евна|ична|инична|івна|ївна|овіч|ovich|evich|ovna|evna|ivna|ovych|evych|yevna|ovici|zoda|zade|заде|зода)$/
const patronymicWord = /^(?:qizi|o gli|ogli|ugli|ogly|кизи|угли|оглы|огли)$/

/** Endings of family names. Other words have them too, so a single word counts only if it is capitalised like a name. */
const familyEnding =
  /(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|ський|ська|цкий|цкая|цький|цька|енко|чук|чик|щук|юк|ук|ко|ак|як|ян|янц|дзе|швили|швілі|ых|их|их|ець|ов|ів|єв|єва|ый|ой|ov|ova|ev|eva|yev|yeva|in|ina|yn|yna|sky|skyi|ski|ska|skaya|skiy|skyy|enko|chuk|shchuk|yuk|iuk|escu|eanu|anu|aru|iu|oiu|ean|yan|ian|dze|shvili|son|sen|man|ford|worth|field|ham|wood|bury|well|more|ton|ley)$/

/** Endings that only family names have: enough for a single word. */
const strongEnding =
  /(?:енко|чук|щук|юк|швили|швілі|дзе|ський|ська|escu|eanu|enko|chuk|shchuk|yuk|iuk|shvili|skyi|skyy)$|(?:ов|ев|ёв|єв|ов|ин)а?$|(?:ov|ev|yev)a?$/

interface Token {
  readonly text: string
  /** Folded and joined. */
  readonly word: string
  /** `Anna`, `Mc'Donald`. */
  readonly title: boolean
  /** `ANNA`. */
  readonly upper: boolean
  readonly initial: boolean
}

const token = (text: string): Token => ({
  text,
  word: foldWord(text).replaceAll(" ", ""),
  title: /^\p{Lu}[\p{Ll}\p{M}'’ʻʼ`-]+(?:\p{Lu}[\p{Ll}\p{M}'’ʻʼ`-]+){0,3}$/u.test(text),
  upper: /^\p{Lu}[\p{Lu}'’ʻʼ`\p{M}-]{2,}$/u.test(text) && /[аеёиоуыэюяіїєaeiouy]/i.test(text.normalize("NFD")),
  initial: /^\p{Lu}\.?$/u.test(text)
})

/** Words that accompany names. */
const titles =
  /^(?:mr|mrs|ms|miss|dr|prof|г-н|г-жа|гр|гр-ка|гражданин|гражданка|пан|пані|dl|dna|d-na|domnul|doamna|name|имя|фио|піб|ім'я|nume|ism)\.?$/i

const initials = /^\p{Lu}\p{L}+[\s,]+\p{Lu}\.\s?(?:\p{Lu}\.?)?$|^\p{Lu}\.\s?(?:\p{Lu}\.\s?)?\p{Lu}\p{L}+$/u

const hasEvidence = ({ word }: Token) =>
  kindOf(word) !== undefined || patronymic.test(word) || patronymicWord.test(word)

const isPlain = ({ word, text }: Token) => isPlainWord(word) || wordsOfText(text).every(isPlainWord)

/** Returns whether a text is or contains a person's name. `strict` is for case numbers, where plain words do not belong either. */
export const holdsName = (text: string, strict: boolean): boolean => {
  if (initials.test(text)) return true
  const parts = text
    .replace(/[ʻʼ`’]/g, "'")
    .split(/[\s,;:/()"«»]+/)
    .filter((part) => part !== "" && !titles.test(part))
  const words = parts
    .filter((part) => /^\p{L}[\p{L}'\p{M}.-]*$/u.test(part))
    .map((part) => token(part.replace(/\.$/, part.length === 2 ? "." : "")))
  if (words.length === 0 || words.length > 12) return words.length > 0 && runs(words)
  const onlyWords = words.length === parts.length
  const [first] = words as [Token, ...Array<Token>]
  if (words.length === 1) return onlyWords && isNameAlone(first, strict)
  if (runs(words)) return true
  if (!onlyWords || words.length > 4) return false
  if (words.some((word) => patronymic.test(word.word) || patronymicWord.test(word.word))) return true
  const written =
    words.every(({ title, initial }) => title || initial) || words.every(({ upper, initial }) => upper || initial)
  if (written) return !words.some(isPlain) || words.some((word) => hasEvidence(word) && !isPlain(word))
  // Lower case: a listed name next to a word that is not a plain word.
  return (
    words.some(hasEvidence) &&
    words.every((word) => hasEvidence(word) || (familyEnding.test(word.word) && !isPlain(word)))
  )
}

/** Two consecutive names inside a longer text. */
const runs = (words: ReadonlyArray<Token>): boolean =>
  words.some((word, i) => {
    const next = words[i + 1]
    if (next === undefined || !(word.title || word.upper) || !(next.title || next.upper)) return false
    const [a, b] = [hasEvidence(word), hasEvidence(next)]
    if (a && b) return true
    return (
      (a && familyEnding.test(next.word) && !isPlain(next)) || (b && familyEnding.test(word.word) && !isPlain(word))
    )
  })

const isNameAlone = (word: Token, strict: boolean): boolean => {
  if (word.word.length < 3 || isPlain(word)) return false
  const kind = kindOf(word.word)
  if (kind !== undefined) return word.title || word.upper || (strict && kind === "given")
  if (patronymic.test(word.word) && word.word.length > 6) return true
  if (!(word.title || word.upper)) return false
  if (strongEnding.test(word.word) && word.word.length >= 5) return true
  // In place of a case number, a word without a digit is not a number.
  return strict
}
