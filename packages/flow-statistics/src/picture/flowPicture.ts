import type { FlowReport } from "../flowReport/FlowReport.ts"
import { intervalPicture } from "./intervalPicture.ts"

/** Draws the largest corridors by their share, with intervals and the share that the model expects. */
export const flowPicture = ({ persons, ranking: { corridors, level } }: FlowReport, top: number): string =>
  intervalPicture({
    title: "Corridors by their share of persons",
    axis: `per cent of persons with both ends known; ${Math.round(level * 100)} % joint intervals${corridors.some(({ expected }) => expected !== undefined) ? "; ring: expected" : ""}`,
    rows: corridors.slice(0, top).map(({ origin, destination, share, interval, expected }) => ({
      label: `${origin} > ${destination}`,
      value: 100 * share.value,
      low: 100 * interval.low,
      high: 100 * interval.high,
      ...(expected === undefined ? {} : { expected: (100 * expected.expected) / persons.value })
    }))
  })
