/** Names of authorities and organisations: capitalised words, one of which says what it is: `Nederlandse Arbeidsinspectie`, `Guardia di Finanza`. */
import { setOf } from "./IdentifierWords.ts"
import { isCue } from "./NamesInContext.ts"
import { virtue } from "./NamesInSentences.ts"
import { isCapital, type Token } from "./NameWords.ts"
import { isOrganisationWord } from "./Organisations.ts"

const offices = setOf("office")

/** Returns true for a word that introduces a person, such as `प्रहरी अधिकारी`. */
const isOfficial = ({ text }: Token) => offices.has(text.toLowerCase()) || isCue(text.toLowerCase())

/** A first name, unless it is also a common word: `Wizara ya Kazi`. */
const isName = ({ kind, patronymic, word }: Token) => patronymic || (kind === "given" && !virtue.has(word))

/** `Dipartimento per le Pari Opportunità`. */
const longestSmall = 4

/** Returns the index behind the capitalised words at `from` and the short words between them, or the words of a script without capital letters. */
const endOfRun = (words: ReadonlyArray<Token>, from: number): number => {
  let end = from + 1
  for (let i = end; i < words.length; i++) {
    const word = words[i] as Token
    if (word.apart || word.listed || word.introduced || word.foreign) break
    if (isCapital(word) || word.uncased) end = i + 1
    else if (word.word.length > longestSmall) break
  }
  return end
}

/** Returns the words, with those that are not first names plain where a word next to them belongs to an organisation. */
export const withoutOrganisationWords = (words: ReadonlyArray<Token>): ReadonlyArray<Token> => {
  const isOf = words.map(
    (word) => (isCapital(word) || word.uncased) && isOrganisationWord(word.word) && !isOfficial(word)
  )
  if (!isOf.includes(true)) return words
  const result = [...words]
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Token
    if (!isCapital(word) && !word.uncased) continue
    const end = endOfRun(words, i)
    const run = words.slice(i, end)
    // `Defensora Pública Quispe Mamani`: two family names.
    const families = run.filter(({ kind, word: family }) => kind === "surname" && !isOrganisationWord(family))
    const isPerson = families.length > 1 || run.some((one) => isName(one) || isOfficial(one))
    if (isOf.slice(i, end).includes(true) && !isPerson)
      for (let at = i; at < end; at++) result[at] = { ...(words[at] as Token), kind: undefined, plain: true }
    i = end - 1
  }
  return result
}
