/** Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian, and the letters of the Caucasus and Central Asia. */
const sounds = new Map(
  (
    "аa бb вf гh дd еi ёi жs зs иi йi кk лl мm нn оu пb рr сs тt уu фf хh цs чs шs щs ъ ыi ь эi юiu яia " +
    "іi їi єi ґh ўu ђj јi љl њn ћs џj ѓj ќs ѕs ѣi ѝi ѐi " +
    "әa ғh қk ңn өu ұu үu һh ҳh ҷj җj ӯu ӣi ҡk ҫs ҙs ҕh ҥn ҝh ҹs ӑa ӗi ӳu"
  )
    .split(" ")
    .map((pair) => [pair.slice(0, 1), pair.slice(1)])
)

/** Returns the sounds of a lower-case word in Cyrillic script. */
export const cyrillicSounds = (word: string): string =>
  [
    ...word
      .replace(/дж|дж|ђ/g, "џ")
      .replace(/т[сцшч]|дз/g, "с")
      .replace(/^ё/, "ю")
  ]
    .map((letter) => sounds.get(letter) ?? letter)
    .join("")
    .replace(/^i(?=[au])/, "j")
