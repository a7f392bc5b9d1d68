/** Real dbt as a runner of scenarios. */

import type { Effect } from "effect"
import type { RealDbt } from "../../packages/dbt-ts/test/conformance/dbt/RealDbt.ts"
import type { Runner } from "../../packages/dbt-ts/test/conformance/dbt/RunScenario.ts"
import type { openStoreServer } from "./StoreServer.ts"

type StoreServer = Effect.Success<ReturnType<typeof openStoreServer>>

/** The first line, without where the file lies on this machine. */
const firstLine = (text: string | null): string | null => text?.trim().split("\n")[0]?.trim() ?? null

export const realRunner = (dbt: RealDbt, server: StoreServer, folder: string): Runner => {
  const common = ["--project-dir", folder, "--profiles-dir", folder]
  return {
    ask: server.ask,
    send: server.send,
    run: async (args) => {
      const { success, raised } = await dbt.run([...args, ...common, "--no-partial-parse"])
      return { success, raised: firstLine(raised) }
    },
    list: async (args) => {
      const { raised, listed } = await dbt.run(["ls", ...args, ...common])
      return listed ?? firstLine(raised) ?? ""
    }
  }
}
