import { fillMessage } from "@corridor/page/fillMessage"
import { assert, it } from "vitest"
import { languages } from "../../../schemas/Languages.ts"
import { nameFile } from "../../../site/explorer/server/nameFile.ts"
import { incompleteNotes } from "../../../site/explorer/views/incompleteNotes.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"

const months = [
  { month: "2025-03", arrived: { share: 0.85, low: 0, high: 1 }, estimate: { value: 41, low: 36, high: 49 } },
  { month: "2025-04", arrived: { share: 0.5, low: 0, high: 1 }, estimate: null },
  { month: "2025-05", arrived: null, estimate: null }
]

it.each(languages)("months that are not complete are named, with the estimates that there are: %s", (language) => {
  const t = (key: keyof typeof catalogues.en, holes: object = {}) =>
    fillMessage(language, catalogues[language][key], holes as never)
  const names = nameFile(language)
  const notes = incompleteNotes({ t, names } as never, { incomplete: months, pauses: [] })
  assert.lengthOf(notes, 2)
  const march = `${names.months[2]} 2025`
  for (const note of notes) assert.include(note.replaceAll("\u00a0", " "), march)
  for (const shown of ["85\u00a0%", "41", "36", "49"]) assert.include(notes[1], shown)
  assert.isEmpty(incompleteNotes({ t, names } as never, { incomplete: [], pauses: [] }))
  const pauses = [{ from: "2023-03", to: "2023-11" }]
  const [pause = "", ...others] = incompleteNotes({ t, names } as never, { incomplete: [], pauses })
  assert.isEmpty(others)
  for (const at of [2, 10]) assert.include(pause.replaceAll("\u00a0", " "), `${names.months[at]} 2023`)
})
