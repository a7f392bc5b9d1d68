/**
 * Returns the environment of a child process: this one's, without Corridor's settings. Some of them are secrets, and no child is Corridor. An
 * environment can be read by other processes of the same user, and often ends up in the dump of a crashed server.
 */
export const childEnvironment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CORRIDOR_"))),
  ...more
})

/** Variables of a Java program. With another locale it cannot open files whose names are not ASCII, or changes the case of letters as Turkish does. */
export const javaEnvironment = { LC_ALL: "C.UTF-8" } as const
