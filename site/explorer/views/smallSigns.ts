/** The keys of the signs that a picture has where there is no room for letters. */
import { type HiddenState, smallSignOf, stateBadge } from "../drawings/cellPaint.ts"
import { allOf, type El, el } from "../drawings/El.ts"
import type { Key } from "../drawings/Picture.ts"
import { stateNames } from "./cellWords.ts"
import type { ViewProps } from "./View.ts"

const hiddenStates: ReadonlyArray<HiddenState> = ["suppressed", "not_reported", "not_collected"]

/** Narrower than a badge with its letter. */
const [wide, high] = [18, 14]

/** Returns one key for each state that a picture draws without its letter. */
export const smallSignKeys = (
  { t }: Pick<ViewProps, "t">,
  { body }: { readonly body: ReadonlyArray<El> }
): ReadonlyArray<Key> => {
  const drawn = new Set(body.flatMap(allOf).map(smallSignOf))
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
