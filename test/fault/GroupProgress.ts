/** Progress of the pipeline's group as the brokers report it, also while another process has the store open. */
import { type Running, until } from "./Process.ts"
import type { Sender } from "./Sender.ts"

/** Milliseconds between two requests to a broker, each of which needs a login. */
export const groupPause = 500

/** Waits until `isTrue`. Throws with the pipelines' output if it does not become true or one of them has ended. */
export const waitWith = async (
  what: string,
  pipelines: ReadonlyArray<Running>,
  isTrue: () => boolean | Promise<boolean>,
  seconds = 60
): Promise<void> => {
  const isTrueYet = async () => {
    const over = pipelines.find((pipeline) => !pipeline.isRunning())
    if (over !== undefined) throw new Error(`a pipeline has ended: ${over.output()}`)
    return await isTrue()
  }
  try {
    await until(what, isTrueYet, seconds, groupPause)
  } catch (error) {
    const output = pipelines.map((pipeline, i) => `pipeline ${i + 1} printed:\n${pipeline.output()}`).join("\n")
    throw new Error(`still waiting: ${what}\n${output}`, { cause: error })
  }
}

export interface GroupProgress {
  /** Waits until the group has committed more than now, for at most a minute or the given seconds. */
  readonly untilMore: (pipelines: ReadonlyArray<Running>, seconds?: number) => Promise<void>
  /** Waits until the group has committed everything that is in the topic now. */
  readonly untilCaughtUp: (pipelines: ReadonlyArray<Running>) => Promise<void>
}

export const groupProgress = (sender: Pick<Sender, "committed" | "endOffsets">): GroupProgress => {
  const done = async () => (await sender.committed()).reduce((sum, { offset }) => sum + Math.max(0, offset), 0)
  return {
    untilMore: async (pipelines, seconds) => {
      const before = await done()
      await waitWith("the group goes on", pipelines, async () => (await done()) > before, seconds)
    },
    untilCaughtUp: async (pipelines) => {
      const ends = JSON.stringify(await sender.endOffsets())
      await waitWith(
        "the group has read everything",
        pipelines,
        async () => JSON.stringify(await sender.committed()) === ends
      )
    }
  }
}
