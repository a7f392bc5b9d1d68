/** Text that was typed while the keyboard was set to another alphabet: "erhfbyf" is "украина". */

/** The letters of the same keys, in the same order. */
const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
const russian = "йцукенгшщзхъфывапролджэячсмитьбюё"
const ukrainian = "йцукенгшщзхїфівапролджєячсмитьбю'"

const typedAs = (text: string, from: string, to: string): string =>
  Array.from(text, (letter) => to[from.indexOf(letter)] ?? letter).join("")

/** A longer text was read while it was typed. */
const maxLetters = 80

/**
 * What nobody means: signs within a word, such as "k;gr", and words of two alphabets. "d'ivoire" is a name, and a comma may follow one.
 */
const unmeant =
  /[[\];`]|[.,](?! )|(?<!(?<!\p{L})d)'|\p{Script=Latin}\p{Script=Cyrillic}|\p{Script=Cyrillic}\p{Script=Latin}/u

/** Returns what the keys of a text write in the other layouts, where that differs. */
export const otherLayouts = (text: string): ReadonlyArray<string> => {
  if (text.length > maxLetters) return []
  const own = text.toLowerCase()
  const typed = [
    typedAs(own, latin, russian),
    typedAs(own, latin, ukrainian),
    typedAs(own, russian, latin),
    typedAs(own, ukrainian, latin)
  ]
  return [...new Set(typed)].filter((one) => one !== own && !unmeant.test(one))
}
