/** All views, in the order of the page. */
import { assistanceView } from "./assistanceView.ts"
import { mapView } from "./mapView.ts"
import { matrixView } from "./matrixView.ts"
import { proceedingsView } from "./proceedingsView.ts"
import { regionsView } from "./regionsView.ts"
import { routesView } from "./routesView.ts"
import { seasonView } from "./seasonView.ts"
import { trendView } from "./trendView.ts"
import type { View } from "./View.ts"
import { victimsView } from "./victimsView.ts"

export const views: ReadonlyArray<View> = [
  mapView,
  routesView,
  matrixView,
  trendView,
  seasonView,
  regionsView,
  victimsView,
  proceedingsView,
  assistanceView
]
