/** `analyse trend | …`: one file per method in `analyse/`. */
import { Command } from "effect/cli"
import { hidden } from "./analyse/HiddenVerb.ts"
import { trend } from "./analyse/TrendVerb.ts"

export const analyse = Command.make("analyse").pipe(
  Command.withDescription("Methods on a table that you bring; assumptions stand beside every number"),
  Command.withSubcommands([trend, hidden])
)
