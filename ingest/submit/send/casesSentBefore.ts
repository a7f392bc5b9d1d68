/** The cases of one question: most have no records, and are asked for together. A request of the portal's API has no more. */
const together = 16

/** Questions at the same time. */
const atOnce = 4

/** Which cases have records where a file is sent to. */
export interface SentBefore {
  /** The cases with records, by first pseudonym. */
  readonly sent: ReadonlySet<string>
  /** How many cases could not be asked about. */
  readonly unasked: number
}

/**
 * Finds the cases with records, so that the partner withdraws those that refuse consent. `count` counts the records of all its cases together, and
 * returns undefined if it cannot: no further question is asked then.
 */
export const casesSentBefore = async (
  persons: ReadonlyArray<string>,
  count: (persons: ReadonlyArray<string>) => Promise<number | undefined>
): Promise<SentBefore> => {
  const groups = Array.from({ length: Math.ceil(persons.length / together) }, (_, i) =>
    persons.slice(i * together, (i + 1) * together)
  )
  const sent = new Set<string>()
  let unasked = persons.length
  const work = async () => {
    for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
      const records = await count(group)
      if (records === undefined) groups.length = 0
      else if (records > 0 && group.length > 1) groups.push(...group.map((person) => [person]))
      else {
        unasked -= group.length
        for (const person of records > 0 ? group : []) sent.add(person)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { sent, unasked }
}
