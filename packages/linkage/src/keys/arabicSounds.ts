/** Arabic, Persian, Urdu and Kurdish letters. Short vowels are not written; hamzas and `ع` stand for the vowel they carry. */
const arabic = new Map(
  (
    "اa أa إi آa ٱa ءa ئi ؤu عa بb تt ثt جj حh خh دd ذd رr زs سs شs صs ضd طt ظs غh فf قk كk کk گh لl مm نn هh ھ ہh ةa ۃa ۀa ەa " +
    "ىa يi یi ےi ېi ێi ۆu ۇu ۋf ڤf پb چs ژs ٹt ڈd ڑr ںn ڕr ڵl"
  )
    .split(" ")
    .map((pair) => [pair.slice(0, 1), pair.slice(1)])
)

/** Gamal (Jamal). */
const egyptian = new Map([...arabic, ["ج", "h"]])

/** What Persian, Urdu and Turkic speakers read otherwise: Reza (Rida), Osman (Othman), Sadeghi (Sadiqi). */
const persian = new Map([...arabic, ["ث", "s"], ["ذ", "s"], ["ض", "s"], ["ق", "h"]])

/** Signs that are not letters: vowel signs, the superscript alef, the tatweel. */
const signs = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/gu

/** Names that begin like the article: Elias, Elham, Alexander, Albert, Alina, Alfred, Alexei. */
const noArticle = /^ال(?:ياس|هام|كسي|كسند|برت|ينا|فري?د$)/u

/** A `و` before a vowel is a consonant, as in `مروان`; otherwise the vowel of `محمود`. */
const wawOf = (word: string, i: number) => (i === 0 || /[اأآيیىعوؤةەۀ]/u.test(word.slice(i + 1, i + 2)) ? "f" : "u")

const read = (word: string, sounds: ReadonlyMap<string, string>): string =>
  [...word]
    .map((letter, i) => {
      if (letter === "و") return wawOf(word, i)
      return i === 0 && /[يیى]/u.test(letter) ? "j" : (sounds.get(letter) ?? letter)
    })
    .join("")

/** Returns the sounds of a word in Arabic script, without its article: one to three readings. */
export const arabicSounds = (word: string): ReadonlyArray<string> => {
  const letters = word
    .replace(signs, "")
    .replace(/(?<=..)[هہ]$/u, "ة")
    .replace(/^([اأ]ب)وال/u, "$1ل")
    .replace(/ت(?=[شس])/u, "")
  const bare = /^ال\p{L}{3}/u.test(letters) && !noArticle.test(letters) ? letters.slice(2) : letters
  return [...new Set([arabic, persian, egyptian].map((sounds) => read(bare, sounds)))]
}
