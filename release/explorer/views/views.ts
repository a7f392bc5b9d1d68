/** All views, in the order of the page. */
import { mapView } from "./mapView.ts"
import type { View } from "./View.ts"

export const views: ReadonlyArray<View> = [mapView]
