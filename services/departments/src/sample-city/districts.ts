import type { Localized } from '@tongban/kernel';

/** A district of Shanghai. */
export interface District {
  /** Administrative division code (GB/T 2260). */
  readonly areaCode: string;
  readonly name: Localized;
  /** The one character that stands for it in certificates. */
  readonly abbreviation: string;
  readonly postalCode: string;
}

export const districts: readonly District[] = [
  district('310101', '黄浦区', 'Huangpu District', '黄', '200001'),
  district('310104', '徐汇区', 'Xuhui District', '徐', '200030'),
  district('310105', '长宁区', 'Changning District', '长', '200050'),
  district('310106', '静安区', "Jing'an District", '静', '200040'),
  district('310107', '普陀区', 'Putuo District', '普', '200062'),
  district('310109', '虹口区', 'Hongkou District', '虹', '200080'),
  district('310110', '杨浦区', 'Yangpu District', '杨', '200082'),
  district('310112', '闵行区', 'Minhang District', '闵', '201100'),
  district('310113', '宝山区', 'Baoshan District', '宝', '201900'),
  district('310114', '嘉定区', 'Jiading District', '嘉', '201800'),
  district('310115', '浦东新区', 'Pudong New Area', '浦', '200120'),
  district('310116', '金山区', 'Jinshan District', '金', '200540'),
  district('310117', '松江区', 'Songjiang District', '松', '201600'),
  district('310118', '青浦区', 'Qingpu District', '青', '201700'),
  district('310120', '奉贤区', 'Fengxian District', '奉', '201400'),
  district('310151', '崇明区', 'Chongming District', '崇', '202150'),
];

/** The district in whose register an enterprise is, by its code; undefined for codes of other places. */
export function districtOf(uscc: string): District | undefined {
  return districts.find(({ areaCode }) => areaCode === uscc.slice(2, 8));
}

/** Roads of a city that is on no map. */
export const roads: readonly Localized[] = [
  { zh: '望舒路', en: 'Wangshu Road' },
  { zh: '扶光路', en: 'Fuguang Road' },
  { zh: '凌霄路', en: 'Lingxiao Road' },
  { zh: '广寒路', en: 'Guanghan Road' },
  { zh: '瑶池路', en: 'Yaochi Road' },
  { zh: '蟠桃路', en: 'Pantao Road' },
  { zh: '鹊桥路', en: 'Queqiao Road' },
  { zh: '银汉路', en: 'Yinhan Road' },
  { zh: '逐日大道', en: 'Zhuri Avenue' },
  { zh: '填海街', en: 'Tianhai Street' },
  { zh: '补天街', en: 'Butian Street' },
  { zh: '桃源街', en: 'Taoyuan Street' },
];

function district(
  areaCode: string,
  zh: string,
  en: string,
  abbreviation: string,
  postalCode: string,
): District {
  return { areaCode, name: { zh, en }, abbreviation, postalCode };
}
