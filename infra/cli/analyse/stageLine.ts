/**
 * A line on standard error for each tenth of a long stage, at most one a second; short stages say nothing.
 *
 * @returns what a method tells its progress to
 */
export const stageLine = (now: () => number = () => performance.now()) => {
  const began = new Map<string, number>()
  let said = 0
  return (stage: string, done: number, of: number): void => {
    const time = now()
    const start = began.get(stage) ?? time
    began.set(stage, start)
    if (time - start < 1000 || time - said < 1000) return
    said = time
    process.stderr.write(`${stage}: ${done} of ${of}, ${((time - start) / 1000).toFixed(0)} s\n`)
  }
}
