/** Fields of names as the words that partners have in common. */

/** Articles, `son of` and `daughter of`, and nobiliary particles. */
const particles = new Set(
  (
    "al el ul il ad ar as ash at az an ed er es esh et ez en ur uz ud " +
    "bin ibn ben bint bent ould ouled ogly oglu ogli ugli uulu uly kyzy kizi qizi gyzy " +
    "de del della delle di da do dos das du des la le les lo van von der den dem ter ten zu y e " +
    "аль эль ал ел ул ад ар ас аш ат аз ан эр эс эш бин ибн бен бинт оглы оглу углы угли уулу улы кызы кизи гызы қызы ұлы " +
    "ال آل بن ابن بنت ولد"
  ).split(" ")
)

/** `servant of`, with its article: one name with the word after it. */
const servant = /^(?:abd[aeou]?[lrszndt]?|абд[уеа]?[лрсзндт]?|عبد)$/u
/** `father of`, `mother of`. */
const parent = /^(?:abu|abou|abo|abi|umm?|oumm?|абу|умм?|ابو|أبو|ابي|أبي|ام|أم)$/u
/** `of the faith`, `of God`: one name with the word before it. */
const ofFaith = /^(?:[aeu]?[ld]?[- ]?d+(?:in|een|ine)|aldin|eldin|ад-?дин|дин|الدين|all?ah?|ull?ah?|الله|олла|улла)$/u

/**
 * Words that distinguish no one: titles (Bangladesh: Md., Mst.), the middle names of most women and men in Vietnam, words before a maiden name and for
 * no name.
 */
const empty = new Set(
  (
    "md mst most mosa mosammat mosammot mosamat mossammat musammat musammot mr mrs ms miss mme mlle dr prof sr sra srta jr jnr snr " +
    "thi thị văn " +
    "née nee né geb geborene урожд урожденная урождённая ур дев девичья народж народжена дівоче născută nascuta " +
    "fnu lnu nfn nln nmn nn xxx xx unk unknown unnamed anonymous аноним неизвестно неизвестный неизвестная невідомо невідомий невідома " +
    "necunoscut necunoscută مجهول مجهولة"
  ).split(" ")
)

/** An initial, which is not a name. In other scripts a name may be one letter. */
const initial = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}]$/u

/** Begins another name of the same person. The first one is used. */
const alias = /[\s,;(/]+(?:a\.?\s?k\.?\s?a\.?|alias|он же|она же|він же|вона ж|вона же|zis|zisă)(?![\p{L}]).*$/isu

/** What forms have in the place of a name that is not known, in several words. */
const noName = new Set([
  ..."no name|no names|no surname|no family name|no last name|not known|not given|name unknown|n n|sans nom|sin nombre|sin apellido".split(
    "|"
  ),
  ..."без имени|без фамилии|нет имени|нет фамилии|имя неизвестно|без імені|без прізвища|немає імені|немає прізвища".split(
    "|"
  ),
  ..."fără nume|fara nume|fără prenume|لا يوجد|غير معروف|غير معروفة|بدون اسم".split("|")
])

/** Patronymics in Latin and Cyrillic script. They end like some family names, so they only leave the given names. */
const patronymic =
  /(?:[oeyi]v(?:ich|ych|itch|ic|ić|na)|ivna|inichna|ilyich|ьич|ович|евич|йович|івна|ївна|овна|евна|инична|ична|овіч|евіч)$/u

const words = (text: string): ReadonlyArray<string> =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(alias, "")
    // A soft sign before a vowel: Dar'ja.
    .replace(/[\u2019\u02b9']j/gu, "i")
    .replace(/[\u2018\u2019\u02b9-\u02bf`´'"ʹʺ]/gu, "")
    .split(/[^\p{L}\p{M}\u0640]+/u)
    .filter((word) => word !== "")

const joined = (parts: ReadonlyArray<string>): ReadonlyArray<string> => {
  const result: Array<string> = []
  let prefix = ""
  for (const word of parts) {
    if (servant.test(word) || parent.test(word))
      prefix = word.replace(/(?<=^abd)[aeou]?[lrszndt]?$/, "").replace(/(?<=^абд)[уеа]?[лрсзндт]?$/u, "")
    else if (result.length > 0 && ofFaith.test(word) && prefix === "")
      result.push(`${result.pop()}${word.replace(/^ال/u, "")}`)
    else if (particles.has(word)) continue
    else {
      result.push(prefix + (prefix === "" ? word : word.replace(/^ال(?=\p{L}{3})/u, "")))
      prefix = ""
    }
  }
  return prefix === "" ? result : [...result, prefix]
}

/** Returns the words of a field of names: without titles, particles and articles, compounds in one word. */
export const nameWords = (field: string | undefined): ReadonlyArray<string> => {
  const written = words(field ?? "")
  if (noName.has(written.join(" "))) return []
  const all = written.filter((word) => !empty.has(word) && !initial.test(word))
  const kept = joined(all)
  return kept.length === 0 ? all.slice(0, 1) : kept
}

/** Returns whether a word that follows a given name is a patronymic. */
export const isPatronymic = (word: string): boolean => patronymic.test(word)
