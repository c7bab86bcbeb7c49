import type { Localized } from '@tongban/kernel';

/** What an enterprise does. */
export interface Trade {
  readonly name: Localized;
  readonly scope: string;
  /** How many of ten import or export. */
  readonly tradersOfTen: number;
}

/** Places of legend: no enterprise is really called so, and every reader sees it. */
const places = syllables(
  '蓬莱 Penglai,瀛洲 Yingzhou,方丈 Fangzhang,昆仑 Kunlun,青丘 Qingqiu,扶桑 Fusang,云梦 Yunmeng,桃源 Taoyuan,姑射 Guye,不周 Buzhou,钟山 Zhongshan,玄圃 Xuanpu,阆苑 Langyuan,瑶台 Yaotai,广寒 Guanghan,凌霄 Lingxiao,若木 Ruomu,归墟 Guixu,汤谷 Tanggu,咸池 Xianchi,丹穴 Danxue,流波 Liubo,招摇 Zhaoyao,会稽 Kuaiji,涂山 Tushan,轩辕 Xuanyuan,夸父 Kuafu,精卫 Jingwei,大荒 Dahuang,长留 Changliu',
);
const blessings = syllables(
  '恒 heng,信 xin,泰 tai,和 he,盛 sheng,达 da,安 an,宁 ning,华 hua,诚 cheng,源 yuan,瑞 rui,嘉 jia,弘 hong,远 yuan,明 ming',
);

const trades: readonly Trade[] = [
  trade('精密机械', 'Precision Machinery', '精密机械制造与销售；机械设备租赁', 6),
  trade('生物科技', 'Biotechnology', '生物技术研发、技术咨询与技术服务', 4),
  trade('信息技术', 'Information Technology', '软件开发；信息系统集成服务', 2),
  trade('新材料', 'New Materials', '新型复合材料研发、制造与销售', 6),
  trade('国际贸易', 'International Trade', '货物进出口；技术进出口；国内贸易代理', 10),
  trade('供应链管理', 'Supply Chain Management', '供应链管理服务；普通货物仓储', 7),
  trade('食品', 'Foods', '食品生产与销售', 3),
  trade('纺织', 'Textiles', '纺织品、服装制造与销售', 8),
  trade('医疗器械', 'Medical Devices', '第二类医疗器械生产与销售', 5),
  trade('电子', 'Electronics', '电子元器件制造与批发', 7),
  trade('环保工程', 'Environmental Engineering', '环境治理工程设计与施工', 1),
  trade('建筑装饰', 'Building Decoration', '建筑装饰工程设计与施工', 1),
  trade('文化传播', 'Culture and Media', '文化艺术交流策划；展览展示服务', 1),
  trade('物流', 'Logistics', '道路货物运输；国际货运代理', 5),
  trade('餐饮管理', 'Catering Management', '餐饮服务；餐饮企业管理', 0),
  trade('化工', 'Chemicals', '化工产品（不含危险化学品）销售', 5),
];

/** Different names before one comes again. */
export const namesMax: number = places.length * blessings.length * (blessings.length - 1) * trades.length;

/** The trade name and trade of a number below `namesMax`; each number has its own. */
export function enterpriseName(number: number): { readonly tradeName: Localized; readonly trade: Trade } {
  const of = <Value>(values: readonly Value[], divisor: number): Value =>
    values[Math.floor(number / divisor) % values.length] as Value;
  const place = of(places, 1);
  const first = of(blessings, places.length);
  const others = blessings.filter((blessing) => blessing !== first);
  const second = of(others, places.length * blessings.length);
  return {
    tradeName: { zh: place.zh + first.zh + second.zh, en: `${place.en} ${capital(first.en)}${second.en}` },
    trade: of(trades, places.length * blessings.length * others.length),
  };
}

function syllables(list: string): readonly Localized[] {
  return list.split(',').map((entry) => {
    const [zh = '', en = ''] = entry.split(' ');
    return { zh, en };
  });
}

function trade(zh: string, en: string, scope: string, tradersOfTen: number): Trade {
  return { name: { zh, en }, scope, tradersOfTen };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
