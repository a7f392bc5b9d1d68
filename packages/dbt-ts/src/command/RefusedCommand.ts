import { Effect } from "effect"
import { Command } from "effect/cli"
import type { CommandHost } from "./CommandHost.ts"
import { kindFlags, projectFlags, runFlags, selectionFlags } from "./Flags.ts"
import { UsageError } from "./UsageError.ts"

/** A command of dbt that does not exist here: refused by name, with any flags. */
export const refusedCommand = <const Name extends string, E, R>(host: CommandHost<E, R>, name: Name, instead: string) =>
  Command.make(name, { ...projectFlags(host), ...selectionFlags, ...kindFlags, ...runFlags }, () =>
    Effect.fail(new UsageError({ message: `dbt's verb '${name}' is not supported: ${instead}` }))
  ).pipe(Command.withDescription(`Not supported: ${instead}`))
