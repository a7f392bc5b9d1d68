/** `analyse trend | …`: one file per method in `analyse/`. */
import { Command } from "effect/cli"
import { changepoints } from "./analyse/ChangepointsCommand.ts"
import { flows } from "./analyse/FlowsCommand.ts"
import { forecast } from "./analyse/ForecastCommand.ts"
import { hidden } from "./analyse/HiddenCommand.ts"
import { interruptedCommand } from "./analyse/InterruptedCommand.ts"
import { many } from "./analyse/ManyCommand.ts"
import { released } from "./analyse/ReleasedCommand.ts"
import { seasonality } from "./analyse/SeasonalityCommand.ts"
import { trend } from "./analyse/TrendCommand.ts"

const ofSeries = [trend, seasonality, changepoints, interruptedCommand, forecast, many, released] as const

const ofTables = [flows, hidden] as const

export const analyse = Command.make("analyse").pipe(
  Command.withDescription("Methods on a table that you bring; assumptions stand beside every number"),
  Command.withSubcommands([...ofSeries, ...ofTables])
)
