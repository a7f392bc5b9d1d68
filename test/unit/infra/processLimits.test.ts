import { assert, it } from "vitest"
import { limitRefusal } from "../../../infra/process/processLimits.ts"

const limits = (openFiles: string, fileSize = "unlimited") =>
  `Max file size             ${fileSize}   unlimited   bytes \nMax processes  7 7 processes\nMax open files            ${openFiles}     4096     files \n`

it("limits under which the engine ends the process or loses rows are refused, and no others", () => {
  assert.include(limitRefusal(limits("80"))?.message, "may open 80 files")
  assert.include(limitRefusal(limits("1024", "204800"))?.message, "may write 204800 bytes to a file")
  for (const openFiles of ["1024", "unlimited"]) assert.isUndefined(limitRefusal(limits(openFiles)))
  assert.isUndefined(limitRefusal(limits("1024", "4000000000000")))
  assert.isUndefined(limitRefusal(""))
})
