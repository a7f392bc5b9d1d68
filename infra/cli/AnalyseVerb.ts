/** `analyse trend | …`: one file per method in `analyse/`. */
import { Command } from "effect/cli"
import { changepoints } from "./analyse/ChangepointsVerb.ts"
import { flows } from "./analyse/FlowsVerb.ts"
import { forecast } from "./analyse/ForecastVerb.ts"
import { hidden } from "./analyse/HiddenVerb.ts"
import { interruptedVerb } from "./analyse/InterruptedVerb.ts"
import { many } from "./analyse/ManyVerb.ts"
import { released } from "./analyse/ReleasedVerb.ts"
import { seasonality } from "./analyse/SeasonalityVerb.ts"
import { trend } from "./analyse/TrendVerb.ts"

const ofSeries = [trend, seasonality, changepoints, interruptedVerb, forecast, many, released] as const

const ofTables = [flows, hidden] as const

export const analyse = Command.make("analyse").pipe(
  Command.withDescription("Methods on a table that you bring; assumptions stand beside every number"),
  Command.withSubcommands([...ofSeries, ...ofTables])
)
