/** The keys of the signs that a picture has where there is no room for letters. */
import { type HiddenState, smallSignOf, stateBadge } from "../drawings/cellPaint.ts"
import { allOf, type El, el } from "../drawings/El.ts"
import { stateNames } from "./cellWords.ts"
import type { ViewModel, ViewProps } from "./View.ts"

const hiddenStates: ReadonlyArray<HiddenState> = ["suppressed", "not_reported", "not_collected"]

/** Narrower than a badge with its letter. */
const [wide, high] = [18, 14]

/** Returns one key for each state that is drawn without its letter. */
export const smallSignKeys = (
  { t }: Pick<ViewProps, "t">,
  pictures: ReadonlyArray<{ readonly body: ReadonlyArray<El> }>
): ViewModel["keys"] => {
  const drawn = new Set(pictures.flatMap(({ body }) => body.flatMap(allOf)).map(smallSignOf))
  return hiddenStates
    .filter((state) => drawn.has(state))
    .map((state) => ({
      sign: el(
        "svg",
        { width: wide, height: high, viewBox: `0 0 ${wide} ${high}` },
        ...stateBadge("key", state, wide / 2, high - 1, 8)
      ),
      words: t(stateNames[state])
    }))
}
