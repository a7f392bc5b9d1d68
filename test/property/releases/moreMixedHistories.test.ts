/** The other half of the histories of `mixedHistories.test.ts`. */
import { full } from "../../fixtures/fullRun.ts"
import { testHistories } from "../../releases/attackedHistories.ts"

/** In an ordinary run a quick one, and one in which a later table of the vintage once gave counts away. */
testHistories(full ? Array.from({ length: 25 }, (_, i) => 2 * i + 2) : [8, 46])
