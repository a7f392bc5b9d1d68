/** Debian's docker-compose: its `config` needs no container engine. */
import { spawnSync } from "node:child_process"
import { ensureDebian } from "../fixtures/ensureDebian.ts"

const isThere = () => spawnSync("docker-compose", ["version"]).status === 0

/** Installs it from Debian's packages if it is absent and this is possible. Returns whether it is present. */
export const ensureDockerCompose = (): boolean => {
  if (isThere()) return true
  ensureDebian("/usr/bin/docker-compose", "docker-compose to check the compose file", ["docker-compose"])
  return isThere()
}
