import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { loadConfig } from '@tongban/service';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { platformConfig } from '../platform-config.ts';
import { settingsEnvironment } from '../settings-environment.ts';
import { tableOf } from '../table.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly say: string;
}

/** `tongban doctor`: every setting with its source, and whether what it names will work. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Show every setting and where it came from, and check this machine 检查配置与环境',
  options: {
    config: { type: 'string', say: 'YAML file with settings' },
    data: { type: 'string', say: 'folder for everything that is kept' },
    port: { type: 'string', say: 'port to listen on' },
  },
  async run({ options, output, env }) {
    const { values: config, entries } = loadConfig(platformConfig, {
      file: options.config as string | undefined,
      env: settingsEnvironment(env),
      flags: { data: options.data, 'listen.port': options.port },
    });
    const checks: readonly Check[] = [
      nodeCheck(),
      dataCheck(resolve(config.data)),
      await portCheck(config.listen.host, config.listen.port),
    ];
    output.result({ settings: entries as never, checks: checks as never }, () =>
      [
        tableOf(
          ['setting', 'value', 'source'],
          entries.map(({ name, value, source }) => [name, JSON.stringify(value), source]),
        ),
        '',
        ...checks.map(({ name, ok, say }) => `${ok ? 'ok  ' : 'FAIL'} ${name}: ${say}`),
      ].join('\n'),
    );
    return checks.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.refused;
  },
};

function nodeCheck(): Check {
  const ok = Number(process.versions.node.split('.')[0]) >= 24;
  return {
    name: 'node',
    ok,
    say: ok ? process.version : `${process.version}; 24 or later is needed: run npm start once`,
  };
}

function dataCheck(folder: string): Check {
  if (!existsSync(folder))
    return { name: 'data', ok: true, say: `${folder} will be made at the first start` };
  const ok = statSync(folder).isDirectory();
  return { name: 'data', ok, say: ok ? folder : `${folder} is no folder: give another with --data` };
}

/** Tries to listen, as the platform will. */
function portCheck(host: string, port: number): Promise<Check> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      answer({
        name: 'port',
        ok: false,
        say: `${host}:${port} ${error.code === 'EADDRINUSE' ? 'is in use (perhaps by a running platform): give another with --port' : error.message}`,
      }),
    );
    server.listen(port, host, () =>
      server.close(() => answer({ name: 'port', ok: true, say: `${host}:${port} is free` })),
    );
  });
}
