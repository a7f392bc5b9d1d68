interface Counts {
  readonly counts: ReadonlyMap<number, number>
}

/** Limit of the work for one label, in counts that are looked at. */
const maxWork = 20_000_000

/** Returns whether some line has persons of two of the parts. With one part in each, the label would only be another name. */
export const areSeveral = (parts: ReadonlyArray<number>, lines: ReadonlyArray<Counts>): boolean =>
  lines.some(({ counts }) => parts.filter((part) => (counts.get(part) ?? 0) > 0).length > 1)

/**
 * Returns which of the candidates count as much together as the label in each line, or undefined if none do, or if the limit was reached before
 * any were found.
 */
export const partsOf = (
  label: number,
  candidates: ReadonlyArray<number>,
  lines: ReadonlyArray<Counts>
): ReadonlyArray<number> | undefined => {
  const wanted = lines.map(({ counts }) => counts.get(label) as number)
  const persons = (code: number) => lines.reduce((sum, { counts }) => sum + (counts.get(code) ?? 0), 0)
  const columns = candidates
    .toSorted((a, b) => persons(b) - persons(a))
    .map((code) => ({ code, counts: lines.map(({ counts }) => counts.get(code) ?? 0) }))
  let work = 0
  const search = (rest: ReadonlyArray<number>, open: typeof columns): ReadonlyArray<number> | undefined => {
    work += (open.length + 1) * lines.length
    if (work > maxWork || rest.some((left) => left < 0)) return undefined
    const fitting = open.filter(({ counts }) => counts.every((count, l) => count <= (rest[l] as number)))
    const spare = rest.map((left, l) => fitting.reduce((sum, { counts }) => sum + (counts[l] as number), -left))
    if (spare.some((more) => more < 0)) return undefined
    if (rest.every((left) => left === 0)) return []
    // Without these, a line would fall short.
    const forced = fitting.filter(({ counts }) => counts.some((count, l) => count > (spare[l] as number)))
    const taken = forced.length > 0 ? forced : fitting.slice(0, 1)
    const others = fitting.filter((one) => !taken.includes(one))
    const left = rest.map((count, l) => taken.reduce((so, { counts }) => so - (counts[l] as number), count))
    const found = search(left, others)
    if (found !== undefined) return [...taken.map(({ code }) => code), ...found]
    return forced.length > 0 ? undefined : search(rest, others)
  }
  const found = search(wanted, columns)
  return found !== undefined && areSeveral(found, lines) ? found : undefined
}
