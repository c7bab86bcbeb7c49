import type { Problem } from '@tongban/kernel';

const urlLengthMax = 1_990;

/**
 * The defect of a webhook's address as text, if it has one. Whether its host is public is for whoever resolves it,
 * at the moment of every delivery.
 */
export function webhookUrlProblem(text: string): Problem | undefined {
  const defect = defectOf(text);
  return defect && { pointer: '/url', rule: defect.rule, message: { zh: defect.zh, en: defect.en } };
}

interface Defect {
  readonly rule: string;
  readonly zh: string;
  readonly en: string;
}

function defectOf(text: string): Defect | undefined {
  if (text.length > urlLengthMax) {
    return { rule: 'maxLength', zh: `最多 ${urlLengthMax} 个字符`, en: `At most ${urlLengthMax} characters` };
  }
  if (/^https?:/i.test(text) && !/^https?:/.test(text)) {
    return { rule: 'scheme', zh: 'http 或 https 须用小写字母', en: 'Write http or https in lower case' };
  }
  // The parser forgives white space, backslashes and a missing slash; what is written is to be what is meant.
  const url = /^https?:\/\/[^\s\\/]/.test(text) && !/[\s\\]/.test(text) ? URL.parse(text) : null;
  if (!url || url.hostname === '') {
    return {
      rule: 'url',
      zh: '应为完整的 http 或 https 地址，如 https://example.gov.cn/tongban',
      en: 'Expected a whole http or https address, such as https://example.gov.cn/tongban',
    };
  }
  if (url.port === '0') {
    return { rule: 'port', zh: '端口须在 1 至 65535 之间', en: 'A port is from 1 to 65535' };
  }
  if (/^https?:\/\/[^/?#]*@/.test(text)) {
    return {
      rule: 'no-credentials',
      zh: '地址中不得有用户名和密码',
      en: 'No user name or password in the address',
    };
  }
  if (text.includes('#')) {
    return { rule: 'no-fragment', zh: '地址中不得有 # 片段', en: 'No fragment (#) in the address' };
  }
  return undefined;
}
