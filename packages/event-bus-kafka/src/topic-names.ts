/** The topics of one platform. Several platforms may share a cluster under prefixes of their own. */
export interface TopicNames {
  readonly prefix: string;
  /** Events of an owner, in the order of each stream. */
  owner(owner: string): string;
  /** What the relay has written, batch by batch: the index of all owners' topics. */
  readonly batches: string;
  /** The feed of a department. */
  inbox(department: string): string;
  /** What a department publishes. */
  outbox(department: string): string;
  /** What was refused of it, and why. */
  rejects(department: string): string;
}

export const defaultPrefix = 'tongban';

export function topicNames(prefix: string = defaultPrefix): TopicNames {
  return {
    prefix,
    owner: (owner) => `${prefix}.${owner}`,
    batches: `${prefix}.batches`,
    inbox: (department) => `${prefix}.inbox.${department}`,
    outbox: (department) => `${prefix}.outbox.${department}`,
    rejects: (department) => `${prefix}.rejects.${department}`,
  };
}

/** The owner of an event type: `tax` of `tax.clearance-issued.v1`. */
export function ownerOfType(type: string): string {
  const end = type.indexOf('.');
  return end < 0 ? type : type.slice(0, end);
}
