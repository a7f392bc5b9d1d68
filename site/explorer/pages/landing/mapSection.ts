/** The map of the first page, with its legend. */

import { type Content, h } from "@corridor/page/html"
import type { Picture, Points } from "../../drawings/Picture.ts"
import { mapView } from "../../views/mapView.ts"
import { atSizes, chart, chartKeys } from "../chart.ts"
import type { Edition } from "../Edition.ts"
import type { PageContext } from "../PageContext.ts"
import { viewProps } from "../sections/seriesSection.ts"

/** What the map is drawn from. */
export interface MapFiles {
  readonly world: unknown
  readonly points: Points
}

export const mapSection = (context: PageContext, edition: Edition, year: string, files: MapFiles): Content => {
  const tables = new Map(
    ["flows", "corridors"].flatMap((name) => {
      const table = edition.rows(name)
      return table === undefined ? [] : [[name, table] as const]
    })
  )
  const make = (width: number) =>
    mapView.make({ ...viewProps(context, tables, width), filters: { year }, resources: { ...files } })
  const { narrow, wide } = atSizes(make)
  const pictures = { narrow: narrow.pictures[0] as Picture, wide: wide.pictures[0] as Picture }
  return h(
    "section",
    chart("map-chart", pictures),
    chartKeys(context.t("keys"), pictures),
    h("p", { class: "quiet" }, wide.notes.join(" "))
  )
}
