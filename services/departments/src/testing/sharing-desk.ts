import type { JsonObject } from '@tongban/kernel';
import type { AnyClient } from '../run-department-system.ts';

/** As much of the platform as agreements need: the directory and the grants, and who did what to them. */
export interface SharingDesk {
  /** `<department> <act> <type or grant>`, in order. */
  readonly acts: string[];
  /** Acts after which the connection breaks: what was done is done, and the caller does not learn of it. */
  breakAfter: number;
  clientOf(department: string): AnyClient;
  /** The state of every grant: requester, type and status. */
  grants(): readonly string[];
}

interface Grant {
  readonly grantId: string;
  readonly requester: string;
  readonly type: string;
  status: string;
}

export function openSharingDesk(): SharingDesk {
  const directory = new Map<string, { submitted: object | null; published: object | null }>();
  const grants: Grant[] = [];
  const entryOf = (type: string) => directory.get(type) ?? { submitted: null, published: null };

  const did = (act: string): void => {
    desk.acts.push(act);
    if (desk.acts.length === desk.breakAfter) throw new Error('the connection broke');
  };
  const move = (grantId: string, from: string, to: string): void => {
    const grant = grants.find((one) => one.grantId === grantId);
    if (grant?.status !== from) throw new Error(`${grantId} is ${grant?.status}, not ${from}`);
    grant.status = to;
  };

  const desk: SharingDesk = {
    acts: [],
    breakAfter: Number.POSITIVE_INFINITY,
    grants: () => grants.map(({ requester, type, status }) => `${requester} ${type} ${status}`),
    clientOf(department) {
      const client = {
        directory: {
          get: async (type: string) => entryOf(type),
          async act(type: string, act: string, body?: JsonObject) {
            const before = entryOf(type);
            if (act === 'submit') directory.set(type, { ...before, submitted: body ?? {} });
            else directory.set(type, { submitted: null, published: before.submitted });
            did(`${department} ${act} ${type}`);
          },
        },
        grants: {
          list: async ({ requester, type }: JsonObject) => ({
            grants: grants.filter((grant) => grant.requester === requester && grant.type === type),
          }),
          async request({ type }: JsonObject) {
            const grant = { grantId: `G-${grants.length}`, requester: department, type: type as string };
            const made = { ...grant, status: 'submitted' };
            grants.push(made);
            did(`${department} request ${type}`);
            // What was answered does not change with what happens later.
            return { ...made };
          },
          async act(grantId: string, act: string) {
            if (act === 'agree') move(grantId, 'submitted', 'agreed');
            else move(grantId, 'agreed', 'active');
            did(`${department} ${act} ${grantId}`);
          },
        },
      };
      return client as unknown as AnyClient;
    },
  };
  return desk;
}
