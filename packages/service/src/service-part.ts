/** What a part says of itself. */
export interface PartStatus {
  /**
   * `waiting`, `failing`, `failed` and `stopped` are not ready; every other state is, for example `running`,
   * `rebuilding`, `paused`.
   */
  readonly state: string;
  /** What went wrong last; its code is shown while the part is not ready. */
  readonly lastFailure?: { readonly code?: string } | undefined;
  /** What somebody should see to although the part does its work; one sentence in English. */
  readonly remark?: string;
}

/** Something that runs: a processor, a relay, a database. Handles of `processing` are parts as they are. */
export interface ServicePart {
  readonly name: string;
  status(): PartStatus | Promise<PartStatus>;
  /** Resolves when it has come to rest. */
  stop(): Promise<void>;
}

/** A part and the service that it belongs to. */
export interface KeptPart {
  readonly service: string;
  readonly part: ServicePart;
}
