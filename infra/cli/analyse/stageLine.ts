/**
 * Returns a progress callback that prints at most one line a second to standard error. Stages shorter than a second print nothing.
 */
export const stageLine = () => {
  const began = new Map<string, number>()
  let printed = 0
  return (stage: string, done: number, total: number): void => {
    const time = performance.now()
    const start = began.get(stage) ?? time
    began.set(stage, start)
    if (time - start < 1000 || time - printed < 1000) return
    printed = time
    process.stderr.write(`${stage}: ${done} of ${total}, ${((time - start) / 1000).toFixed(0)} s\n`)
  }
}
