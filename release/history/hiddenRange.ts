/** The range of all persons, known to partners or not, as a release states it. */
import { Option, Schema } from "effect"

/** Page of a release with the range. */
export const hiddenPage = "hidden.json"

/** The range over all models that the capture histories support, and over everything that is uncertain about these. */
const HiddenRange = Schema.Struct({
  atLeast: Schema.Int,
  /** Absent if the histories support no upper end. */
  atMost: Schema.optionalKey(Schema.Int)
})
export type HiddenRange = typeof HiddenRange.Type

/** Returns the text of the page `hiddenPage`. */
export const hiddenText = (range: HiddenRange): string => `${JSON.stringify(range)}\n`

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(HiddenRange))

/** Returns the range from a release's page; undefined if it has none. */
export const readHiddenRange = (text: string | undefined): HiddenRange | undefined =>
  Option.getOrUndefined(decode(text))
