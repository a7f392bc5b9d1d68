/** Finds variables that look like settings but are not, such as misspelt ones, which would otherwise be ignored silently. */
import editDistance from "damerau-levenshtein"
import { settingTable } from "./settingTable.ts"

const known: ReadonlyArray<string> = Object.values(settingTable).map(({ name }) => name)

/** Read by the entry points, the tests and the image (`infra/cluster/compose/with-secrets.sh`). */
const others = /^CORRIDOR_(?:DEBUG|SCREENSHOTS|TEST_\w+|BENCH_\w+)$/

/** Kubernetes describes each service to each container, and a service may be called `corridor-…`. */
const ofService = (name: string, value: string) =>
  /_SERVICE_(?:HOST|PORT)(?:_\w+)?$|_PORT_\d+_\w+$/.test(name) || /^(?:tcp|udp):/.test(value)

const nearest = (name: string) =>
  known
    .map((other) => ({ other, letters: editDistance(name, other).steps }))
    .filter(({ letters }) => letters <= 3)
    .sort((a, b) => a.letters - b.letters)[0]?.other

/** Returns a sentence for each variable that begins with `CORRIDOR_` and that nothing reads. Does not contain values. */
export const unknownSettings = (environment: Readonly<Record<string, string | undefined>>): ReadonlyArray<string> =>
  Object.entries(environment)
    .filter(([name]) => name.startsWith("CORRIDOR_"))
    .filter(([name]) => !known.includes(name) && !known.includes(name.replace(/_FILE$/, "")) && !others.test(name))
    .filter(([name, value = ""]) => !ofService(name, value))
    .map(([name]) => {
      const meant = nearest(name)
      return `${name} is not a setting and is ignored.${meant === undefined ? " docs/reference/settings.md lists them." : ` Did you mean ${meant}?`}`
    })
