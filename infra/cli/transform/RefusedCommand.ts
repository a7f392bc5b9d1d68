/** A verb of dbt that is not supported: refused by its name whatever flags come with it. */
import { Effect } from "effect"
import { Command } from "effect/cli"
import { kindFlags, projectFlags, runFlags, selectionFlags } from "./TransformFlags.ts"
import { UsageError } from "./UsageError.ts"

export const refusedCommand = <const Name extends string>(name: Name, instead: string) =>
  Command.make(name, { ...projectFlags, ...selectionFlags, ...kindFlags, ...runFlags }, () =>
    Effect.fail(new UsageError({ message: `dbt's verb '${name}' is not supported: ${instead}` }))
  ).pipe(Command.withDescription("not supported"))
