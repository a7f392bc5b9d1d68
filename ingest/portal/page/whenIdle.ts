/** As long as nothing is typed, pressed or touched. */
const idleMillis = 5 * 60_000

/** Calls `lock` when the page was idle for five minutes; at once, if a phone that slept longer wakes up. */
export const whenIdle = (lock: () => void): void => {
  let last = Date.now()
  for (const event of ["keydown", "pointerdown", "input"])
    addEventListener(
      event,
      () => {
        check()
        last = Date.now()
      },
      { capture: true, passive: true }
    )
  const check = () => {
    if (Date.now() - last < idleMillis) return
    last = Date.now()
    lock()
  }
  setInterval(check, 10_000)
  document.addEventListener("visibilitychange", check)
}
