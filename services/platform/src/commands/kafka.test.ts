import { expect, it } from 'vitest';
import { startKafka } from '../../../../infra/kafka/start-kafka.ts';
import { runCommand } from '../testing/command-run.ts';

it('kafka apply needs brokers, and says where they are given', async () => {
  const run = await runCommand(['kafka', 'apply']);
  expect([run.exitCode, run.out]).toEqual([2, '']);
  expect(run.error).toBe(
    'The command line is wrong (E_CLI_USAGE)\n  kafka apply needs --brokers <host:port> (or TONGBAN_BUS_BROKERS, or bus.brokers in the file of --config)\n',
  );
});

it('kafka apply with a login says where its password is given', async () => {
  const run = await runCommand(['kafka', 'apply'], {
    TONGBAN_BUS_BROKERS: '127.0.0.1:1',
    TONGBAN_BUS_USER: 'platform',
  });
  expect(run.exitCode).toBe(1);
  expect(run.error).toContain('bus.password has to be set (bus.user; environment TONGBAN_BUS_PASSWORD)');
});

it('kafka apply without an answer says that Kafka is away', async () => {
  const run = await runCommand(['kafka', 'apply', '--brokers', '127.0.0.1:1']);
  expect(run.exitCode).toBe(3);
  expect(run.error).toMatch(
    /\(E_BUS_UNAVAILABLE\)\n {2}\S+:\d+ does not answer; look whether Kafka is running/,
  );
});

it('kafka apply shows the difference, makes it when told, and then finds none; doctor agrees', {
  timeout: 90_000,
}, async (context) => {
  const kafka = await startKafka({ brokers: 1, faults: true });
  if ('absent' in kafka) return context.skip(kafka.absent);
  try {
    const brokers = kafka.brokers.join(',');
    const apply = (...words: readonly string[]) =>
      runCommand(['kafka', 'apply', '--brokers', brokers, '--replicas', '1', ...words], {
        KAFKA_PASSWORD_TAX: 'tax-secret',
      });
    const shown = await apply();
    expect(shown.exitCode).toBe(1);
    expect(shown.out).toContain('+ topic tongban.tax (partitions 3, replicas 1');
    expect(shown.out).toContain('+ permission tax read topic tongban.inbox.tax');
    expect(shown.out).toMatch(/\d+ differences; --yes makes the changes/);

    const made = await apply('--yes');
    expect(made.exitCode).toBe(0);
    expect(made.out).toContain('done');
    expect(made.out).not.toContain('the login tax was not made');
    expect(made.out).toContain('the login courts was not made: give its password in KAFKA_PASSWORD_COURTS');

    const left = await apply('--json');
    const { steps } = JSON.parse(left.out) as { steps: { kind: string; user?: string }[] };
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['create-user']));
    expect(steps.some(({ user }) => user === 'tax')).toBe(false);

    const doctor = await runCommand(['doctor', '--port', '0'], {
      TONGBAN_BUS_ENGINE: 'kafka',
      TONGBAN_BUS_BROKERS: brokers,
      TONGBAN_VIEWS_ENGINE: 'postgres',
      TONGBAN_VIEWS_URL: 'postgres://nobody@127.0.0.1:1/none',
    });
    expect(doctor.exitCode).toBe(1);
    expect(doctor.out).toMatch(/ok {3}bus: Kafka answers; \d+ differences from the declaration/);
    expect(doctor.out).toMatch(/FAIL views: .*check views.url/);
    expect(doctor.out).toContain('[secret]');
    expect(doctor.out).not.toContain('nobody@');
  } finally {
    await kafka.stop();
  }
});
