/** Loads settings from `.env` in the working directory, if there is one. Variables of the environment are stronger. */
import { existsSync } from "node:fs"

const file = ".env"

export const loadEnvironmentFile = (): void => {
  if (!existsSync(file)) return
  try {
    process.loadEnvFile(file)
  } catch {
    process.stderr.write(
      "The file .env in this folder cannot be read, so its settings are unknown. Check that it is a file that this user may read, or move it away.\n"
    )
    process.exit(3)
  }
}
