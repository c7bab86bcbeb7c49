import type { Localized } from '@tongban/kernel';
import type { Choices } from './choices.ts';

const surnames = entries(
  '赵 Zhao,钱 Qian,孙 Sun,李 Li,周 Zhou,吴 Wu,郑 Zheng,王 Wang,冯 Feng,陈 Chen,蒋 Jiang,沈 Shen,韩 Han,杨 Yang,朱 Zhu,许 Xu,何 He,吕 Lü,施 Shi,张 Zhang,顾 Gu,陆 Lu,欧阳 Ouyang,上官 Shangguan,司马 Sima,诸葛 Zhuge',
);
/** Words of old poems: plausible, and plainly made up. */
const givenNames = entries(
  '望舒 Wangshu,扶光 Fuguang,听雨 Tingyu,逐月 Zhuyue,折桂 Zhegui,揽星 Lanxing,归云 Guiyun,枕溪 Zhenxi,问渠 Wenqu,拾砚 Shiyan,观澜 Guanlan,采薇 Caiwei,怀瑾 Huaijin,握瑜 Woyu,知秋 Zhiqiu,临风 Linfeng,抱朴 Baopu,守拙 Shouzhuo,鸣谦 Mingqian,慎独 Shendu,若水 Ruoshui,行远 Xingyuan,致知 Zhizhi,见山 Jianshan,忘机 Wangji,清和 Qinghe,疏影 Shuying,暗香 Anxiang,横舟 Hengzhou,渡江 Dujiang,踏雪 Taxue,寻梅 Xunmei',
);

/** A made-up name of a person. */
export function personName(choose: Choices): Localized {
  const surname = choose.pick(surnames);
  const given = choose.pick(givenNames);
  return { zh: surname.zh + given.zh, en: `${surname.en} ${given.en}` };
}

function entries(list: string): readonly Localized[] {
  return list.split(',').map((entry) => {
    const [zh = '', en = ''] = entry.split(' ');
    return { zh, en };
  });
}
