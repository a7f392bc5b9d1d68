/** How many reporters joined or left in a period, or paused: each as an index of a period. */
export interface ReporterChanges {
  /** The first period with a report, of those that did not report from the start. */
  readonly joined: ReadonlyArray<{ readonly at: number; readonly reporters: number }>
  /** The first period after the last report, of those that did not report until the end. */
  readonly left: ReadonlyArray<{ readonly at: number; readonly reporters: number }>
  /** The first and the last period without a report between two with one. */
  readonly paused: ReadonlyArray<{ readonly from: number; readonly to: number; readonly reporters: number }>
}

const pausesOf = (
  own: ReadonlyArray<boolean>,
  first: number,
  last: number
): ReadonlyArray<readonly [number, number]> => {
  const found: Array<readonly [number, number]> = []
  let from = -1
  for (let at = first; at <= last; at++) {
    if (own[at] !== true && from < 0) from = at
    if (own[at] === true && from >= 0) {
      found.push([from, at - 1])
      from = -1
    }
  }
  return found
}

const countsBy = (numbers: ReadonlyArray<number>) =>
  [...Map.groupBy(numbers, (at) => at)].map(([at, all]) => ({ at, reporters: all.length })).sort((a, b) => a.at - b.at)

/**
 * Returns when reporters joined, left and paused. One that reports again has not left, so it paused.
 *
 * @param reports for each reporter, whether it reported in each period
 */
export const reporterChanges = (reports: ReadonlyArray<ReadonlyArray<boolean>>): ReporterChanges => {
  const spans = reports.flatMap((own) => {
    const [first, last] = [own.indexOf(true), own.lastIndexOf(true)]
    return first < 0 ? [] : [{ own, first, last }]
  })
  const paused = Map.groupBy(
    spans.flatMap(({ own, first, last }) => pausesOf(own, first, last)),
    (pause) => pause.join(" ")
  )
  return {
    joined: countsBy(spans.flatMap(({ first }) => (first > 0 ? [first] : []))),
    left: countsBy(spans.flatMap(({ own, last }) => (last < own.length - 1 ? [last + 1] : []))),
    paused: [...paused.values()]
      .map((all) => {
        const [[from, to]] = all as [readonly [number, number]]
        return { from, to, reporters: all.length }
      })
      .sort((a, b) => a.from - b.from || a.to - b.to)
  }
}
