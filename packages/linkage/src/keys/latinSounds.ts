/** Latin spellings as sounds (`sounds.ts`), in order. Upper case marks a sound that later lines must not read as a letter. */
const spellings: ReadonlyArray<readonly [RegExp, string]> = [
  [/chr(?=i)/g, "kr"],
  [/dzh|dsch|dj|gj/g, "J"],
  // French spellings of Arabic: Oualid, Moussaoui, Marouane; but Fouad, Souad. Fathi has no th.
  [/^ou(?=[aeiy])|(?<=a)ou(?=[aeiy])|(?<!^[fms])ou(?=a)/g, "w"],
  [/(?<=^f[ae])th/g, "tH"],
  [/jj/g, "i"],
  [/shch|shh|tsch|sch|tch|tsh|tc|ch|sh|zh|cz|sz|ts|tz|dz/g, "s"],
  [/ph|v/g, "f"],
  [/th/g, "t"],
  [/dh/g, "d"],
  [/ck|cq|qu|q/g, "k"],
  [/x/g, "ks"],
  // A c without its diacritic: Popovic, Kuznecov; and before e and i in most languages.
  [/c(?=[eiy]|$|of)|^c(?=f)/g, "s"],
  [/c/g, "k"],
  // A Slavic j is a vowel: Petrovskij, Ljubica, Tanja, Sergej, Marija, Lejla, Petrovskaja. An Arabic one is a consonant: Hijazi, Majdi.
  [
    /(?<=[bcdfklpstvz])j|(?<=n)j(?=a$|e)|(?<=[eiou])j(?=[aeiu]?$)|(?<=[ei])j(?=[^aeiouy])|(?<=[aeiou])j(?=e[fwc])|(?<=ha)j(?=l)|(?<=ska)j|(?<=a)j(?=[sk])|(?<=o)j(?=[dfkls])/g,
    "i"
  ],
  // At the beginning: Yana, Iana, Jana have the same consonant; Yelena and Ielena begin with a vowel.
  [/^[yi]e/, "e"],
  [/^[yi](?=[aou])/, "j"],
  [/J/g, "j"],
  [/^wh?|w(?=[aeiouys])|(?<=[oe])w$/g, "f"],
  [/p/g, "b"],
  [/kh|gh|[gH]/g, "h"],
  [/z/g, "s"],
  [/[eiy]/g, "i"],
  [/[ouw]/g, "u"]
]

/** Letters without a decomposition, and those whose sound differs from that of their base. */
const letters = new Map(
  Object.entries({
    ß: "ss",
    æ: "e",
    œ: "e",
    ø: "o",
    ł: "l",
    đ: "dj",
    ð: "d",
    þ: "t",
    ı: "i",
    ə: "a",
    ğ: "gh",
    ħ: "h",
    ç: "ch",
    č: "ch",
    ć: "ch",
    ĉ: "ch",
    ţ: "ts",
    ț: "ts"
  })
)

/** Returns the sounds of a lower-case word in Latin script. */
export const latinSounds = (word: string): string =>
  spellings.reduce(
    (spelled, [pattern, sound]) => spelled.replace(pattern, sound),
    [...word.replace(/^[âû]/, "y$&")]
      .map((letter) => letters.get(letter) ?? letter)
      .join("")
      .normalize("NFD")
      .replace(/\P{L}/gu, "")
  )
