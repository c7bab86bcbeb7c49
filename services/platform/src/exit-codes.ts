/** What the `tongban` command exits with. Scripts rely on these numbers; `docs/reference/cli.md` lists them. */
export const exitCodes: {
  readonly ok: 0;
  readonly refused: 1;
  readonly usage: 2;
  readonly unreachable: 3;
  readonly breaking: 4;
  readonly internal: 70;
} = {
  /** Done. */
  ok: 0,
  /** The platform refused it, or a check found defects; the reasons were printed. */
  refused: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The platform, its port, its data folder or a file could not be reached or used. */
  unreachable: 3,
  /** `contracts check`: valid, but it breaks a writer or reader of a released version. */
  breaking: 4,
  /** A fault of our own. */
  internal: 70,
};

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
