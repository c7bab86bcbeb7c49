import type { KafkaStep } from '@tongban/engines/kafka-declaration';
import type { Json, TongbanError } from '@tongban/kernel';
import { usageError } from '../cli-errors.ts';
import { type Command, configOption, integerOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

/** `tongban kafka apply`: topics, logins and permissions as they are declared. */
export const kafkaApply: Command = {
  name: 'kafka apply',
  summary: {
    zh: '显示 Kafka 集群与声明的差异，并予更正',
    en: 'Show how a Kafka cluster differs from its declaration, and mend it',
  },
  options: {
    yes: {
      type: 'boolean',
      say: { zh: '执行更改（默认只显示）', en: 'make the changes (default: only show them)' },
    },
    brokers: {
      type: 'string',
      say: {
        zh: '若干 broker 的 host:port，以逗号分隔（默认为 TONGBAN_BUS_BROKERS，未设则为 --config 文件中的 bus.brokers）',
        en: 'host:port of some brokers, with commas (default: TONGBAN_BUS_BROKERS, else bus.brokers in the file of --config)',
      },
    },
    replicas: {
      type: 'string',
      say: {
        zh: '每个主题的副本数，1 至 9，用于不足三个 broker 的集群（默认按声明）',
        en: 'copies of each topic, 1 to 9, for a cluster with fewer than three brokers (default: as declared)',
      },
    },
    config: configOption,
  },
  async run({ options, output, env, language }) {
    const { loadSettings } = await import('../load-settings.ts');
    const { values } = loadSettings(options, env);
    const replicas = integerOption(options, 'replicas', { min: 1, max: 9, otherwise: 0 });
    if (values.bus.brokers.length === 0) throw noBrokers();
    const { kafkaStepText, planKafkaOf } = await import('@tongban/engines/kafka-declaration');
    output.progress(language === 'zh' ? '正在比较 ……' : 'comparing …');
    const plan = await planKafkaOf(
      values.bus,
      replicas === 0 ? {} : { replicas, minInSyncReplicas: Math.max(1, replicas - 1) },
    );
    try {
      const { steps } = plan;
      const passwordOf = (user: string): string | undefined => env[passwordVariable(user)];
      const isApplied = options.yes === true && steps.length > 0;
      if (isApplied) {
        output.note(
          language === 'zh' ? `正在应用 ${steps.length} 项更改 ……` : `making ${steps.length} changes …`,
        );
        await plan.apply(passwordOf);
      }
      const left = isApplied ? steps.filter((step) => isLeft(step, passwordOf)) : steps;
      output.result({ applied: isApplied, steps: steps.map(sentStep), left: left.map(sentStep) }, () =>
        [
          ...steps.map((step) => kafkaStepText(step, language)),
          summary({ count: steps.length, isApplied, zh: language === 'zh' }),
          ...left.flatMap((step) => (isApplied ? [whyLeft(step, language === 'zh')] : [])),
        ].join('\n'),
      );
      // A login that nobody gave a password may be one that nobody wants.
      const isDone = isApplied ? left.every(({ kind }) => kind === 'create-user') : left.length === 0;
      return isDone ? exitCodes.ok : exitCodes.refused;
    } finally {
      await plan.close();
    }
  },
};

function noBrokers(): TongbanError {
  return usageError({
    zh: 'kafka apply 须以 --brokers <host:port> 指明集群（或设环境变量 TONGBAN_BUS_BROKERS，或在 --config 文件中设 bus.brokers）',
    en: 'kafka apply needs --brokers <host:port> (or TONGBAN_BUS_BROKERS, or bus.brokers in the file of --config)',
  });
}

/** For scripts: what cannot be done is told in one language, as ever. */
function sentStep(step: KafkaStep): Json {
  return (step.kind === 'cannot' ? { ...step, what: step.what.en } : step) as unknown as Json;
}

/** Where the password of a new login comes from: `KAFKA_PASSWORD_PROPERTY_REGISTRY`. It is in no file of ours. */
function passwordVariable(user: string): string {
  return `KAFKA_PASSWORD_${user.replaceAll('-', '_').toUpperCase()}`;
}

/** What is done by a person, or needs a password that was not given. */
function isLeft(step: KafkaStep, passwordOf: (user: string) => string | undefined): boolean {
  return step.kind === 'cannot' || (step.kind === 'create-user' && passwordOf(step.user) === undefined);
}

function whyLeft(step: KafkaStep, zh: boolean): string {
  if (step.kind !== 'create-user')
    return zh ? '其余一项须人工处理，见上' : 'one is for a person to do, see above';
  const variable = passwordVariable(step.user);
  return zh
    ? `登录名 ${step.user} 未创建：请以环境变量 ${variable} 给出其密码后再次运行`
    : `the login ${step.user} was not made: give its password in ${variable} and run this again`;
}

function summary({ count, isApplied, zh }: { count: number; isApplied: boolean; zh: boolean }): string {
  if (count === 0) return zh ? '与声明一致，无需更改' : 'as declared; nothing to do';
  if (isApplied) return zh ? '已应用' : 'done';
  return zh ? `${count} 项不同；加 --yes 应用` : `${count} differences; --yes makes the changes`;
}
