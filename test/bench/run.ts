/** `npm run bench` */
import { help, readOptions, WrongUse } from "./Options.ts"

const main = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2).filter((arg) => arg !== "--bench"))
  if (options === undefined) {
    console.log(help)
    return 0
  }
  if (options.mode === "linear") return (await import("./Linear.ts")).linear(options)
  if (options.mode === "latency") return (await import("./Latency.ts")).latency(options)
  if (options.mode === "workers") return (await import("./Workers.ts")).workers(options)
  if (options.mode === "dbt") return (await import("./dbt/dbtBuild.ts")).dbtBuild(options)
  if (options.mode === "analysis") return (await import("./analysis/manySeries.ts")).manySeries(options)
  if (options.mode === "calibration") return (await import("./analysis/calibration.ts")).calibration(options)
  if (options.mode === "submit") return (await import("./submit/submitFiles.ts")).submitFiles(options)
  if (options.mode === "api") return (await import("./api/apiLoad.ts")).apiLoad(options)
  return (await import("./Compare.ts")).compare(options)
}

try {
  process.exit(await main())
} catch (error) {
  if (error instanceof WrongUse) {
    console.error(`${error.message}\n\n${help}`)
    process.exit(2)
  }
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(3)
}
