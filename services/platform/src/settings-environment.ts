/** What the command line itself reads from the environment: no settings of the platform. */
const commandLineNames: ReadonlySet<string> = new Set(['TONGBAN_URL', 'TONGBAN_TOKEN']);

/** The environment as far as settings go, so that a misspelt setting is told from a variable of the command line. */
export function settingsEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !commandLineNames.has(name)));
}
