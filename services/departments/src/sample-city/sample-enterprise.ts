import { type Fen, fen, type Localized, type Uscc } from '@tongban/kernel';
import { choices } from './choices.ts';
import { type District, districts, roads } from './districts.ts';
import { enterpriseName, namesMax } from './enterprise-names.ts';
import { personName } from './person-names.ts';
import {
  type Meter,
  type RealEstate,
  sampleMeters,
  sampleRealEstate,
  sampleVehicles,
  type Vehicle,
} from './sample-assets.ts';
import { sampleUscc } from './sample-uscc.ts';

/** What market regulation has in its register. */
export interface SampleRegistration {
  readonly uscc: Uscc;
  readonly name: Localized;
  readonly kind: 'limited-company' | 'joint-stock-company' | 'partnership' | 'sole-proprietorship';
  readonly district: District;
  readonly street: Localized;
  readonly legalRepresentative: {
    /** Opaque: it says nothing of the person. */
    readonly personId: string;
    readonly name: Localized;
  };
  readonly phone: string;
  readonly authority: string;
  readonly businessScope: string;
  readonly registeredCapitalFen: Fen;
  readonly importExport: boolean;
  readonly licenceNumber: string;
}

/** An enterprise with what the departments know of it. */
export interface SampleEnterprise extends SampleRegistration {
  readonly realEstate: readonly RealEstate[];
  readonly vehicles: readonly Vehicle[];
  readonly meters: readonly Meter[];
  readonly tax: {
    readonly taxpayerId: string;
    readonly authority: string;
    readonly taxpayerKind: 'general' | 'small-scale';
  };
  /** Only of those that import or export. */
  readonly customs?: { readonly customsCode: string; readonly authority: string };
}

/** Enterprises of one seed at most: beyond that names would come again. */
export const enterprisesMax: number = namesMax;

/** What is registered of enterprise number `index` of a seed, the same however many others there are. */
export function sampleRegistration(seed: number, index: number): SampleRegistration {
  const choose = choices(seed, 'registration', index);
  const district = choose.pick(districts);
  const { tradeName, trade } = enterpriseName(spread(index, seed));
  const form = choose.pick(forms);
  const road = choose.pick(roads);
  const house = choose.between(1, 1_999);
  const room = choose.between(101, 2_812);
  return {
    uscc: sampleUscc(district.areaCode, index, seed),
    name: {
      zh: `上海${tradeName.zh}${trade.name.zh}${form.name.zh}`,
      en: `Shanghai ${tradeName.en} ${trade.name.en} ${form.name.en}`,
    },
    kind: form.kind,
    district,
    street: { zh: `${road.zh}${house}号${room}室`, en: `Room ${room}, ${house} ${road.en}` },
    legalRepresentative: {
      personId: `P-${String(index + 1).padStart(6, '0')}`,
      name: personName(choose),
    },
    phone: `021-5555${choose.digits(4)}`,
    authority: `上海市${district.name.zh}市场监督管理局`,
    businessScope: trade.scope,
    registeredCapitalFen: capital(choose.pick(capitalsInTenThousandYuan)),
    importExport: choose.chance(trade.tradersOfTen, 10),
    licenceNumber: `SAMPLE${district.areaCode}${String(index + 1).padStart(6, '0')}`,
  };
}

/** Enterprise number `index` of a seed with everything that belongs to it. */
export function sampleEnterprise(seed: number, index: number): SampleEnterprise {
  const registration = sampleRegistration(seed, index);
  const { district, uscc, importExport, registeredCapitalFen } = registration;
  return {
    ...registration,
    realEstate: sampleRealEstate(uscc),
    vehicles: sampleVehicles(uscc),
    meters: sampleMeters(uscc),
    tax: {
      taxpayerId: uscc,
      authority: `国家税务总局上海市${district.name.zh}税务局`,
      taxpayerKind: registeredCapitalFen >= capital(500) ? 'general' : 'small-scale',
    },
    ...(importExport
      ? {
          customs: {
            customsCode: `31${district.areaCode.slice(4)}${uscc.slice(10, 16)}`,
            authority: '上海海关',
          },
        }
      : {}),
  };
}

type Form = { readonly kind: SampleRegistration['kind']; readonly name: Localized };

const limited: Form = { kind: 'limited-company', name: { zh: '有限公司', en: 'Co., Ltd.' } };
/** Most are limited companies. */
const forms: readonly Form[] = [
  limited,
  limited,
  limited,
  limited,
  limited,
  limited,
  { kind: 'joint-stock-company', name: { zh: '股份有限公司', en: 'Corporation Limited' } },
  { kind: 'partnership', name: { zh: '合伙企业（有限合伙）', en: 'LP' } },
  { kind: 'sole-proprietorship', name: { zh: '厂', en: 'Works' } },
];

const capitalsInTenThousandYuan = [10, 50, 100, 100, 200, 300, 500, 500, 1_000, 1_000, 2_000, 5_000, 10_000];

function capital(tenThousandYuan: number): Fen {
  return fen(tenThousandYuan * 10_000 * 100);
}

/** Another number below `namesMax` for each index, so that neighbours do not share their trade. */
function spread(index: number, seed: number): number {
  // 7,919 is prime and no factor of namesMax.
  return (index * 7_919 + (seed % namesMax)) % namesMax;
}
