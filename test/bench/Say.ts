/** Progress, for the person who waits: on standard error, with the seconds since the start. */
export const say = (line: string): void => {
  process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(7)} s  ${line}\n`)
}
