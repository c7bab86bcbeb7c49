import { chinaHolidays, localDate } from '@tongban/calendar';
import { TongbanError } from '@tongban/kernel';
import { describe, expect, it } from 'vitest';
import { sharingRules } from '../rules/sharing-rules.ts';
import { directoryDecider } from './directory-decider.ts';
import type { DirectoryCommand, DirectoryItem, OfferedContract } from './directory-item.ts';
import { sourceDecider } from './source-department.ts';
import {
  closedItem,
  contractOf,
  given,
  meterItem,
  meterType,
  on,
  openItem,
  operator,
  refusalOf,
  tax,
  utilities,
} from './testing/samples.ts';

const decider = directoryDecider(sharingRules, chinaHolidays);
const submit = (item: DirectoryItem = meterItem): DirectoryCommand => ({
  kind: 'submit',
  actor: utilities,
  on,
  type: item.type,
  item,
  contract: contractOf(item),
  signedOffBy: { officer: 'U-1', on },
  secrecyReview: { id: 'S-1', on },
  impactReview: { id: 'I-1', on },
});
const publish: DirectoryCommand = { kind: 'publish', actor: operator, on };
const sendBack: DirectoryCommand = { kind: 'return', actor: operator, on, reasons: ['条件不明确'] };
const withdraw: DirectoryCommand = { kind: 'withdraw', actor: operator, on, reason: '职责划出' };
const notify: DirectoryCommand = {
  kind: 'notify-change',
  actor: utilities,
  on,
  cause: 'law',
  reason: '条例修订',
  changedOn: on,
};
const extend: DirectoryCommand = {
  kind: 'extend-update',
  actor: operator,
  on,
  workingDays: 5,
  consentId: 'C-1',
  reason: '系统改造',
};
const ask: DirectoryCommand = {
  kind: 'request-addition',
  actor: tax,
  on,
  type: meterType,
  provider: 'utilities',
  departments: ['customs', 'tax', 'utilities'],
  need: '核实地址',
};
const rulesBroken = (item: DirectoryItem): readonly string[] => {
  try {
    decider.decide(decider.initialState, submit(item));
    return [];
  } catch (error) {
    return error instanceof TongbanError
      ? error.problems.map(({ pointer, rule }) => `${pointer} ${rule}`)
      : [];
  }
};

describe('a directory item', () => {
  it('is submitted by its provider, published by the authority, and updated as a new version', () => {
    const { state, events } = given(decider, [submit(), publish, notify, extend, submit(openItem), publish]);
    expect(events.map(({ type }) => type.slice('sharing.directory-'.length, -3))).toEqual([
      'item-submitted',
      'item-published',
      'change-notified',
      'update-extended',
      'item-submitted',
      'item-updated',
    ]);
    expect(state.published).toEqual({ item: openItem, version: 2 });
    expect(state.change).toBeUndefined();
  });

  it('keeps its version when it was sent back, and counts the submissions', () => {
    const { state, events } = given(decider, [submit(), sendBack, submit(), publish]);
    expect(state.published?.version).toBe(1);
    expect(events.at(-1)?.data).toMatchObject({ version: 1, submission: 2 });
  });

  it('is nobody else’s to submit, publish or withdraw', () => {
    expect(given(decider, []).refusal({ ...submit(), actor: tax })).toBe('E_DIRECTORY_NOT_PROVIDER');
    expect(given(decider, [submit()]).refusal({ ...publish, actor: utilities })).toBe(
      'E_DIRECTORY_NOT_AUTHORITY',
    );
    expect(given(decider, [submit(), publish]).refusal({ ...withdraw, actor: utilities })).toBe(
      'E_DIRECTORY_NOT_AUTHORITY',
    );
    expect(given(decider, [submit(), publish]).refusal({ ...notify, actor: tax })).toBe(
      'E_DIRECTORY_NOT_PROVIDER',
    );
  });

  it('that is not shared cites the law, and states conditions only where it is conditional', () => {
    expect(rulesBroken(closedItem)).toEqual([]);
    const { citation: _citation, ...uncited } = closedItem;
    expect(rulesBroken(uncited)).toEqual(['/item/citation citation']);
    expect(rulesBroken({ ...uncited, sharingClass: 'conditional' })).toEqual(['/item/conditions conditions']);
    const blank = { kind: 'law', source: ' ', article: '第二条' } as const;
    expect(rulesBroken({ ...closedItem, citation: blank })).toEqual(['/item/citation citation']);
    expect(rulesBroken({ ...meterItem, conditions: { zh: ' ', en: ' ' } })).toEqual([
      '/item/conditions conditions',
    ]);
    expect(rulesBroken({ ...meterItem, sharingClass: 'unconditional' })).toEqual([
      '/item/conditions conditions',
    ]);
    expect(rulesBroken({ ...closedItem, sharingClass: 'unconditional' })).toEqual([
      '/item/citation citation',
    ]);
  });

  it('opens nothing that the contract of its type keeps closed, and may be stricter', () => {
    const refused = (contract: OfferedContract | undefined): readonly string[] => {
      try {
        decider.decide(decider.initialState, { ...submit(), contract } as DirectoryCommand);
        return [];
      } catch (error) {
        return (error as TongbanError).problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
      }
    };
    const contract = contractOf(meterItem);
    const [first = ''] = contract.fields;
    expect(refused(undefined)).toEqual(['/item/type unknown-type']);
    expect(refused({ ...contract, sharingClass: 'unconditional' })).toEqual([]);
    expect(refused({ ...contract, sharingClass: 'not-shared' })).toEqual([
      '/item/sharingClass contract-class',
    ]);
    expect(refused({ ...contract, fields: contract.fields.slice(1) })).toEqual([
      '/item/fields/0/pointer contract-field',
    ]);
    for (const pointer of [first, `${first}/name`]) {
      expect(refused({ ...contract, personal: [pointer] })).toContain(
        '/item/fields/0/personal contract-personal',
      );
    }
  });

  it('is of its provider’s own type and names each field once', () => {
    expect(rulesBroken({ ...meterItem, type: 'tax.clearance-issued.v1' })).toEqual(['/item/type owner']);
    const fields = ['/a', '/a/b', 'c'].map((pointer) => ({ pointer, personal: false }));
    expect(rulesBroken({ ...meterItem, fields })).toEqual([
      '/item/fields/1/pointer field-pointer',
      '/item/fields/2/pointer field-pointer',
    ]);
  });

  it('is of the entry to which it is submitted', () => {
    const elsewhere = { ...submit(), type: 'utilities.supply-restored.v1' } as DirectoryCommand;
    expect(given(decider, []).refusal(elsewhere)).toBe('E_DIRECTORY_ITEM_INVALID');
  });

  it('changed on a day that has come, under the rule that makes an update due', () => {
    for (const changedOn of ['2025-07-31', '2025-09-29', '9999-12-31']) {
      const early = { ...notify, changedOn } as DirectoryCommand;
      expect(given(decider, [submit(), publish]).refusal(early)).toBe('E_DIRECTORY_ITEM_INVALID');
    }
  });

  it('is extended once, by at most five working days, with a consent, when an update is due', () => {
    const due = [submit(), publish, notify];
    expect(given(decider, [submit(), publish]).refusal(extend)).toBe('E_DIRECTORY_EXTENSION');
    expect(given(decider, [...due, extend]).refusal(extend)).toBe('E_DIRECTORY_EXTENSION');
    for (const more of [{ workingDays: 6 }, { workingDays: 0 }, { consentId: ' ' }]) {
      expect(given(decider, due).refusal({ ...extend, ...more } as DirectoryCommand)).toBe(
        'E_DIRECTORY_EXTENSION',
      );
    }
  });

  it('is not extended once its time is over', () => {
    const due = [submit(), publish, notify];
    const onDay = (day: string): DirectoryCommand => ({ ...extend, on: localDate(day) });
    expect(given(decider, due).refusal(onDay('2025-10-17'))).toBeUndefined();
    expect(given(decider, due).refusal(onDay('2025-10-18'))).toBe('E_DIRECTORY_EXTENSION');
  });

  it('is signed off after both reviews, and all of that has happened', () => {
    const broken = (change: object): readonly string[] => {
      try {
        decider.decide(decider.initialState, { ...submit(), ...change } as DirectoryCommand);
        return [];
      } catch (error) {
        return (error as TongbanError).problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
      }
    };
    const tomorrow = '2025-09-29';
    expect(broken({ signedOffBy: { officer: 'U-1', on: tomorrow } })).toEqual(['/signedOffBy/on sign-off']);
    expect(broken({ secrecyReview: { id: 'S-1', on: tomorrow } })).toEqual(['/secrecyReview/on sign-off']);
    expect(broken({ impactReview: { id: 'I-1', on: tomorrow } })).toEqual(['/impactReview/on sign-off']);
    const signedBefore = { signedOffBy: { officer: 'U-1', on: '2025-09-27' } };
    expect(broken(signedBefore)).toEqual(['/secrecyReview/on sign-off', '/impactReview/on sign-off']);
    const reviewed = { id: 'R-1', on: '2025-09-26' };
    expect(broken({ ...signedBefore, secrecyReview: reviewed, impactReview: reviewed })).toEqual([]);
  });

  it('is asked for of another department, which is known', () => {
    for (const change of [
      { actor: utilities },
      { provider: 'utilties', type: 'utilties.meter-opened.v1' },
    ] as const) {
      const { refusal } = given(decider, []);
      expect(refusal({ ...ask, ...change } as DirectoryCommand)).toBe('E_DIRECTORY_ITEM_INVALID');
    }
  });

  it('may be asked for once while it is not listed', () => {
    expect(given(decider, []).refusal({ ...ask, provider: 'customs' } as DirectoryCommand)).toBe(
      'E_DIRECTORY_ITEM_INVALID',
    );
    expect(given(decider, []).refusal({ ...ask, actor: operator })).toBe('E_DIRECTORY_NOT_A_DEPARTMENT');
    expect(given(decider, [ask]).refusal(ask)).toBe('E_DIRECTORY_STATUS');
    expect(given(decider, [submit(), publish]).refusal(ask)).toBe('E_DIRECTORY_STATUS');
    expect(given(decider, [submit(), publish, withdraw]).when(ask)).toHaveLength(1);
  });

  it('is changed, returned and withdrawn for a reason', () => {
    const listed = [submit(), publish];
    const blank = { reason: ' ', reasons: ['条件不明确', ' '], need: ' ' };
    for (const [before, command] of [
      [[], ask],
      [listed, notify],
      [[...listed, notify], extend],
      [[submit()], sendBack],
      [listed, withdraw],
    ] as const) {
      const without = { ...command, ...blank } as DirectoryCommand;
      expect(given(decider, before).refusal(without)).toBe('E_DIRECTORY_REASON_MISSING');
    }
  });

  it('does nothing out of turn', () => {
    expect(given(decider, []).refusal(publish)).toBe('E_DIRECTORY_STATUS');
    expect(given(decider, []).refusal(withdraw)).toBe('E_DIRECTORY_STATUS');
    expect(given(decider, [submit()]).refusal(submit())).toBe('E_DIRECTORY_STATUS');
    expect(given(decider, [submit(), publish, submit()]).refusal(withdraw)).toBe('E_DIRECTORY_STATUS');
    expect(given(decider, [submit(), publish, notify]).refusal(notify)).toBe('E_DIRECTORY_STATUS');
    expect(given(decider, [submit()]).refusal({ ...sendBack, reasons: [] })).toBe(
      'E_DIRECTORY_REASON_MISSING',
    );
  });
});

describe('an item with a datum that has a source', () => {
  const [meterNo, ...others] = meterItem.fields;
  const item = { ...meterItem, fields: [{ ...meterNo, datum: 'meter.number' }, ...others] } as DirectoryItem;
  const sourcedBy = (department: string) =>
    directoryDecider(
      sharingRules,
      chinaHolidays,
      new Map([['meter.number', { datum: 'meter.number', department, namedOn: on }]]),
    );

  it('is offered by the source', () => {
    const { state } = given(sourcedBy('utilities'), [submit(item), publish]);
    expect(state.published?.item.fields[0]).toEqual({
      pointer: '/meterNo',
      personal: false,
      datum: 'meter.number',
    });
    expect(given(decider, [submit(item), publish]).state.published).toBeDefined();
  });

  it('is offered by nobody else, and the place is named', () => {
    const { refusal } = given(sourcedBy('tax'), []);
    expect(refusal(submit(item))).toBe('E_DIRECTORY_SOURCE');
    expect(refusal(submit())).toBeUndefined();
    expect(() => sourcedBy('tax').decide(given(decider, []).state, submit(item))).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ pointer: '/item/fields/0/datum', expected: 'tax' })],
      }),
    );
  });

  it('is not published where the source was named meanwhile, but may be returned', () => {
    const { state } = given(decider, [submit(item)]);
    expect(refusalOf(() => sourcedBy('tax').decide(state, publish))).toBe('E_DIRECTORY_SOURCE');
    expect(sourcedBy('tax').decide(state, sendBack)).toHaveLength(1);
  });
});

describe('the source of a datum', () => {
  const name = {
    kind: 'name-source',
    actor: operator,
    on,
    datum: 'enterprise.address',
    department: 'tax',
    departments: ['customs', 'tax'],
  } as const;

  it('is one department at a time', () => {
    const { state, refusal } = given(sourceDecider, [name]);
    expect(state).toBe('tax');
    expect(refusal({ ...name, department: 'customs' })).toBe('E_SOURCE_TAKEN');
    expect(refusal({ ...name, department: 'customs', replaces: 'courts' })).toBe('E_SOURCE_TAKEN');
    expect(refusal({ ...name, replaces: 'tax' })).toBe('E_SOURCE_TAKEN');
    const moved = given(sourceDecider, [name, { ...name, department: 'customs', replaces: 'tax' }]);
    expect(moved.state).toBe('customs');
  });

  it('is a department that is known', () => {
    expect(given(sourceDecider, []).refusal({ ...name, department: 'taks' })).toBe(
      'E_SOURCE_DEPARTMENT_UNKNOWN',
    );
  });

  it('is named by the authority', () => {
    expect(given(sourceDecider, []).refusal({ ...name, actor: tax })).toBe('E_SOURCE_NOT_AUTHORITY');
    expect(given(sourceDecider, []).refusal({ ...name, replaces: 'customs' })).toBe('E_SOURCE_TAKEN');
  });
});
