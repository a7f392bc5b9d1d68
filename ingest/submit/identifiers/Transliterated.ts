/** Reads Russian and Ukrainian in Latin letters: `poznakomilas s Ihorem`, `ekhali cherez Venu`. */
import { isTownWord, nameKindInflected } from "./NameLists.ts"
import type { Token } from "./NameWords.ts"

/** Prepositions and particles that are words of no other language of partners. */
const ofSlavic = new Set(
  "v vo u z zi iz s so k ko ot od vid pid pod cherez razom dlya dlia bez na do po za ne chto shcho sa kod ee yeyo yiyi".split(
    " "
  )
)

/** The longest first. The second letter is that of Ukrainian, if it differs. */
const letters: ReadonlyArray<readonly [string, string, string?]> = [
  ["shch", "щ"],
  ["zh", "ж"],
  ["kh", "х"],
  ["ch", "ч"],
  ["sh", "ш"],
  ["ts", "ц"],
  ["yu", "ю"],
  ["iu", "ю"],
  ["ju", "ю"],
  ["ya", "я"],
  ["ia", "я"],
  ["ja", "я"],
  ["ye", "е", "є"],
  ["ie", "е", "є"],
  ["je", "е", "є"],
  ["yi", "ыи", "і"],
  ...[..."aаbбvвgгdдeеzзkкlлmмnнoоpпrрsсtтuуfфwвjиcц"].flatMap((latin, i, all) =>
    i % 2 === 0 ? [[latin, all[i + 1] as string] as const] : []
  ),
  ["h", "х", "г"],
  ["i", "и", "і"],
  ["y", "ы", "и"],
  ["x", "кс"]
]
const parts = new RegExp(letters.map(([latin]) => latin).join("|"), "g")
const cyrillic = [1, 2].map((at) => new Map(letters.map((row) => [row[0], row[at] ?? row[1]])))

/** Returns a folded word of Latin letters in those of Russian and of Ukrainian. */
const inCyrillic = (word: string): ReadonlyArray<string> =>
  cyrillic.map((signs) =>
    word.replace(/(?<=[aeiou])y(?![aeiou])/g, "j").replace(parts, (latin) => signs.get(latin) ?? latin)
  )

/** Returns the words of a text, in Latin letters, with what the lists have of them in another case. */
export const withTransliterated = (words: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  words.some(({ text }) => ofSlavic.has(text))
    ? words.map((word) => {
        if (!word.title || word.kind !== undefined || word.plain || word.town || !/^[a-z]{3,}$/.test(word.word))
          return word
        const spelt = inCyrillic(word.word)
        if (spelt.some(isTownWord)) return { ...word, town: true }
        return spelt.some((one) => nameKindInflected(one) === "given") ? { ...word, kind: "given" } : word
      })
    : words
