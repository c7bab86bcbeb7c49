import { join } from 'node:path';
import { loadContracts, validateEvent } from '@tongban/contracts';
import { canonicalJson, isUscc } from '@tongban/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { districts } from './districts.ts';
import { sampleApplicants } from './sample-applicants.ts';
import { sampleMeterArrears, sampleTaxArrears } from './sample-arrears.ts';
import { sampleMeters } from './sample-assets.ts';
import { sampleCity } from './sample-city.ts';
import { enterprisesMax, sampleRegistration } from './sample-enterprise.ts';
import { isVin, modelYearCharacter, withVinCheck } from './vehicle-identification.ts';

const anySeed = fc.nat(2 ** 31 - 1);
const text = (value: unknown): string =>
  canonicalJson(
    JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part))),
  );

describe('the sample city', () => {
  it('is the same for a seed, and another for another', () => {
    const city = text(sampleCity({ seed: 7, enterprises: 50 }));
    expect(text(sampleCity({ seed: 7, enterprises: 50 }))).toBe(city);
    expect(text(sampleCity({ seed: 8, enterprises: 50 }))).not.toBe(city);
  });

  it('begins, when it grows, with what it was', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        (seed, one, more) => {
          const small = sampleCity({ seed, enterprises: one });
          const large = sampleCity({ seed, enterprises: one + more });
          expect(text(large.enterprises.slice(0, one))).toBe(text(small.enterprises));
          expect(text(large.staff)).toBe(text(small.staff));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('has valid codes of districts that exist', () => {
    const areaCodes = districts.map(({ areaCode }) => areaCode);
    fc.assert(
      fc.property(anySeed, (seed) => {
        for (const enterprise of sampleCity({ seed, enterprises: 20 }).enterprises) {
          const { uscc, district, vehicles, realEstate, meters, tax, customs, importExport } = enterprise;
          expect(isUscc(uscc)).toBe(true);
          expect(uscc.slice(0, 8)).toBe(`91${district.areaCode}`);
          expect(areaCodes).toContain(district.areaCode);
          expect(tax.taxpayerId).toBe(uscc);
          expect(vehicles.map(({ vin }) => isVin(vin))).toEqual(vehicles.map(() => true));
          for (const { plateNumber } of vehicles) expect(plateNumber).toMatch(/^沪[A-Z][0-9A-Z]{5}$/);
          for (const { unitNumber } of realEstate) {
            expect(unitNumber).toMatch(/^310[0-9]{9}GB[0-9]{5}F[0-9]{8}$/);
            expect(unitNumber).toHaveLength(28);
          }
          expect(meters.map(({ service }) => service).slice(0, 2)).toEqual(['electricity', 'water']);
          expect(customs !== undefined).toBe(importExport);
          if (customs) expect(customs.customsCode).toMatch(/^[0-9A-Z]{10}$/);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('has whole numbers only', () => {
    const numbers: number[] = [];
    const collect = (value: unknown): void => {
      if (typeof value === 'number') numbers.push(value);
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
    };
    collect(sampleCity({ seed: 1, enterprises: 200 }));
    expect(numbers.length).toBeGreaterThan(50);
    expect(numbers.every(Number.isSafeInteger)).toBe(true);
  });

  it('has no two enterprises, people, assets or accounts with the same number or name', () => {
    const { enterprises, staff } = sampleCity({ seed: 3, enterprises: 5_000 });
    const distinct = (values: readonly string[]): void => expect(new Set(values).size).toBe(values.length);
    distinct(enterprises.map(({ uscc }) => uscc));
    distinct(enterprises.map(({ name }) => name.zh));
    distinct(enterprises.map(({ legalRepresentative }) => legalRepresentative.personId));
    distinct(enterprises.map(({ licenceNumber }) => licenceNumber));
    distinct(enterprises.flatMap(({ vehicles }) => vehicles.map(({ vin }) => vin)));
    distinct(enterprises.flatMap(({ meters }) => meters.map(({ accountNumber }) => accountNumber)));
    distinct(enterprises.flatMap(({ meters }) => meters.map(({ meterId }) => meterId)));
    distinct(staff.map(({ officerId }) => officerId));
  });

  it('is varied: every district, many trades and forms, with and without assets', () => {
    const { enterprises, staff } = sampleCity({ seed: 42, enterprises: 500 });
    expect(new Set(enterprises.map(({ district }) => district.areaCode)).size).toBe(districts.length);
    expect(new Set(enterprises.map(({ businessScope }) => businessScope)).size).toBeGreaterThan(10);
    expect(new Set(enterprises.map(({ kind }) => kind)).size).toBe(4);
    for (const has of [true, false]) {
      expect(enterprises.some(({ realEstate }) => realEstate.length > 0 === has)).toBe(true);
      expect(enterprises.some(({ vehicles }) => vehicles.length > 0 === has)).toBe(true);
      expect(enterprises.some(({ importExport }) => importExport === has)).toBe(true);
    }
    expect(new Set(staff.map(({ department }) => department)).size).toBe(7);
  });

  it('refuses a size that it cannot have', () => {
    for (const enterprises of [-1, 1.5, enterprisesMax + 1, Number.NaN]) {
      expect(() => sampleCity({ seed: 1, enterprises })).toThrow(RangeError);
    }
    for (const seed of [-1, 0.5, Number.NaN])
      expect(() => sampleCity({ seed, enterprises: 1 })).toThrow(RangeError);
  });

  it('has a name of its own for the last enterprise that it can have', () => {
    const names = [0, 1, enterprisesMax - 2, enterprisesMax - 1].map(
      (at) => sampleRegistration(5, at).name.zh,
    );
    expect(new Set(names).size).toBe(4);
  });
});

describe('the applicants', () => {
  it('bring what the contract asks for', async () => {
    const contracts = await loadContracts(join(import.meta.dirname, '../../../../contracts'));
    const type = 'market-regulation.enterprise-registered.v1';
    const contract = contracts.get(type) ?? expect.unreachable();
    for (const { uscc, registration } of sampleApplicants({ seed: 11, enterprises: 300 })) {
      const event = {
        specversion: '1.0',
        id: `registration-${uscc}`,
        source: '/departments/market-regulation/enterprise-register',
        type,
        subject: uscc,
        time: '2026-03-02T09:00:00+08:00',
        datacontenttype: 'application/json',
        dataschema: contract.latest.dataschema,
        correlationid: `start-up-${uscc}`,
        data: { ...registration, registeredOn: '2026-03-02' },
      };
      expect(validateEvent(contract, event)).toEqual([]);
    }
  });
});

describe('vehicle identification numbers', () => {
  it('has the check character of published examples', () => {
    expect(isVin('1M8GDM9AXKP042788')).toBe(true);
    expect(isVin('11111111111111111')).toBe(true);
    expect(isVin('1M8GDM9A1KP042788')).toBe(false);
    expect(isVin('1M8GDM9AXKPO42788')).toBe(false);
    expect(withVinCheck('1M8GDM9A0KP042788')).toBe('1M8GDM9AXKP042788');
  });

  it('names model years', () => {
    expect([2010, 2018, 2023, 2026, 2031, 2039, 2040].map(modelYearCharacter).join('')).toBe('AJPT19A');
  });
});

describe('arrears', () => {
  const codes = sampleCity({ seed: 5, enterprises: 400 }).enterprises.map(({ uscc }) => uscc);

  it('are owed by some and not by others, of accounts that the enterprise has', () => {
    const owing = codes.filter((uscc) => sampleTaxArrears(uscc).length > 0).length;
    expect(owing).toBeGreaterThan(100);
    expect(owing).toBeLessThan(300);
    for (const uscc of codes) {
      const accounts = sampleMeters(uscc).map(({ accountNumber }) => accountNumber);
      for (const { accountNumber } of sampleMeterArrears(uscc)) expect(accounts).toContain(accountNumber);
    }
    const settled = codes.filter((uscc) => sampleMeterArrears(uscc).length === 0).length;
    expect(settled).toBeGreaterThan(50);
    expect(settled).toBeLessThan(350);
  });

  it('are whole fen, of kinds and assessments that do not repeat', () => {
    for (const uscc of codes) {
      const tax = sampleTaxArrears(uscc);
      expect(new Set(tax.map(({ taxType }) => taxType)).size).toBe(tax.length);
      expect(new Set(tax.map(({ assessmentNumber }) => assessmentNumber)).size).toBe(tax.length);
      for (const { amountFen, overdueDays } of [...tax, ...sampleMeterArrears(uscc)]) {
        expect(typeof amountFen).toBe('bigint');
        expect(amountFen > 0n && overdueDays > 0).toBe(true);
      }
    }
  });
});
