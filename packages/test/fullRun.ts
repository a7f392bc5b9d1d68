/** Which tests run: the ordinary run (`npm test`), or all of them with more rounds (`npm run test:full`). */

/** True in `npm run test:full`, which sets `CORRIDOR_TEST_FULL=1`. For tests: `it.runIf(full)`. */
export const full = process.env["CORRIDOR_TEST_FULL"] === "1"

/** Returns how many rounds, records or repetitions this run has. */
export const rounds = (ordinary: number, inFullRun: number): number => (full ? inFullRun : ordinary)
