import type { Transit } from "../transit/analyseTransit.ts"
import { intervalPicture } from "./intervalPicture.ts"

/** Draws the places through which most persons were moved, with bounds. */
export const transitPicture = ({ places }: Transit, top: number): string =>
  intervalPicture({
    title: "Persons moved through a place on the way elsewhere",
    axis: "persons",
    rows: places
      .filter(({ through }) => through.high > 0)
      .toSorted((a, b) => b.through.value - a.through.value)
      .slice(0, top)
      .map(({ place, through }) => ({ label: place, ...through }))
  })
