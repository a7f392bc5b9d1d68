/**
 * A name as sounds and as a skeleton of consonants, equal for the ways in which Latin, Cyrillic and Arabic script write it.
 *
 * ISO 9, ICAO 9303, ALA-LC, national passports, and the French, English, German and Turkish ways of writing Arabic and Cyrillic names
 * differ in vowels, in the signs for sibilants and in voicing. Published phonetic codes (Soundex, Metaphone, Daitch-Mokotoff,
 * Beider-Morse) read the Latin spelling of one language and keep what Arabic script does not write. The classes here are those that no
 * scheme splits: `b` (b, p), `t`, `d`, `k`, `h` (h, kh, g, gh), `l`, `m`, `n`, `r`, `s` (all sibilants), `f` (f, v, w), `j` (dzh, and
 * y before a first vowel), and the vowels `a`, `i`, `u`.
 */
import { arabicSounds } from "./arabicSounds.ts"
import { cyrillicSounds } from "./cyrillicSounds.ts"
import { latinSounds } from "./latinSounds.ts"

/** An Arabic article written as one word with the name: Alhamdani, Elsayed, Альхамдани. Names such as Alvarez lose it everywhere. */
const attachedArticle = /^(?:[ae]l|[аэ]ль?)(?=[^aeiouyаеёиоуыэюя]\p{L}{4})/u

const readingsOf = (word: string): ReadonlyArray<string> => {
  const whole = word.normalize("NFKC").toLowerCase()
  if (/\p{Script=Arabic}/u.test(whole)) return arabicSounds(whole)
  const small = whole.replace(attachedArticle, "")
  if (!/\p{Script=Cyrillic}/u.test(small)) return [latinSounds(small)]
  // A word with letters of both was typed on two keyboards.
  return [/[a-z]/.test(small) ? latinSounds(cyrillicSounds(small)) : cyrillicSounds(small)]
}

/** The last consonant is often silent or loses its voice: Fatimah, Oleh, Murad. */
const normalisedEnd = (sounds: string) => sounds.replace(/(?<=..)h$/, "").replace(/d$/, "t")

/** Returns one word as sounds, in one to three readings. Letters of scripts that are not known stay as they are. */
export const soundsOf = (word: string): ReadonlyArray<string> =>
  readingsOf(word).map((sounds) => normalisedEnd(sounds.replace(/(.)\1+/g, "$1")))

/** One syllable: Hoa, Lê, Kim, ريم. Such names of Vietnam, China and Korea differ by their vowels, and Arabic script writes the vowels of such words. */
const isSyllable = (sounds: string): boolean => /^[^aiu]?[aiu]+[^aiu]?$/.test(sounds)

/**
 * Returns the consonants of a word of sounds, after an `A` when it begins with a vowel. A word of one syllable with at most two consonants
 * keeps its vowels.
 */
export const skeletonOf = (sounds: string): string => (isSyllable(sounds) ? sounds : consonantsOf(sounds))

const consonantsOf = (sounds: string): string =>
  sounds
    .replace(/^[aiu]+/, "A")
    .replace(/[aiu]/g, "")
    .replace(/(.)\1+/g, "$1")
    // Abdul Aziz, Abdelaziz and Abd Aziz; Abdullah stays.
    .replace(/^Abdl(?=.)/, "Abd")
