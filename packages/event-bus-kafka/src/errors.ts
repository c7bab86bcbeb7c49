import { defineErrors, type ErrorTable, type TongbanError } from '@tongban/kernel';

/** The failures of the bus over Kafka. */
export const kafkaErrors: ErrorTable<
  | 'E_BUS_UNAVAILABLE'
  | 'E_BUS_TOPIC_MISSING'
  | 'E_BUS_AHEAD'
  | 'E_BUS_HISTORY_GONE'
  | 'E_BUS_RECORD_UNREADABLE'
  | 'E_BUS_REFUSED'
  | 'E_OUTBOX_RECORD_FAILED'
> = defineErrors({
  E_BUS_UNAVAILABLE: {
    status: 503,
    retryable: true,
    title: { zh: 'Kafka 暂不可用', en: 'Kafka is unavailable' },
  },
  E_BUS_TOPIC_MISSING: {
    status: 503,
    retryable: true,
    title: {
      zh: 'Kafka 中缺少主题，请先应用 infra/kafka 中的声明',
      en: 'A topic is missing in Kafka; apply the declaration in infra/kafka',
    },
  },
  E_BUS_AHEAD: {
    status: 500,
    title: {
      zh: 'Kafka 中的事件超出事件库末尾，事件库可能已被更换；请恢复事件库，或使用新的主题前缀',
      en: 'Kafka is ahead of the event store, so this is another store: restore it, or use a new topic prefix',
    },
  },
  E_BUS_HISTORY_GONE: {
    status: 410,
    title: {
      zh: 'Kafka 已不再保留该位置之后的全部事件，请从事件库重建',
      en: 'Kafka no longer has every event after this position; rebuild from the event store',
    },
  },
  E_BUS_RECORD_UNREADABLE: {
    status: 500,
    title: {
      zh: '转发的 Kafka 记录无法读取，主题可能被其他程序改写',
      en: 'A relayed Kafka record cannot be read; perhaps another program writes the topic',
    },
  },
  E_BUS_REFUSED: {
    status: 502,
    title: { zh: 'Kafka 拒绝了请求', en: 'Kafka refused the request' },
  },
  E_OUTBOX_RECORD_FAILED: {
    status: 500,
    title: {
      zh: '平台未能处理该记录，请联系平台运维并提供记录位置',
      en: 'The platform failed to handle this record; tell its operator the offset',
    },
  },
});

/** The failure where a topic was not made. */
export function topicMissing(topic: string): TongbanError {
  return kafkaErrors.error('E_BUS_TOPIC_MISSING', {
    detail: {
      zh: `Kafka 中没有主题 ${topic}；请先应用 infra/kafka 中的声明`,
      en: `There is no topic ${topic} in Kafka; apply the declaration in infra/kafka`,
    },
    facts: { topic },
  });
}
