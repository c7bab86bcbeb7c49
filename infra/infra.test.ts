import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configLeaves, environmentName } from '@tongban/service';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { settings as departments } from '../services/departments/src/settings.ts';
import { settings as exchange } from '../services/exchange/src/settings.ts';
import { settings as flows } from '../services/flows/src/settings.ts';
import { flowEventsView } from '../services/flows/src/views/flow-events.ts';
import { platformConfig } from '../services/platform/src/platform-config.ts';
import composeSchema from '../test/vectors/compose/compose-spec.json' with { type: 'json' };

const here = import.meta.dirname;
const text = (file: string): string => readFileSync(join(here, file), 'utf8');
const namesOf = (schema: z.ZodType): ReadonlySet<string> =>
  new Set(configLeaves(schema).map(({ path }) => environmentName(path)));
/** Settings by the file that starts the service. */
const known: Readonly<Record<string, ReadonlySet<string>>> = {
  'services/exchange/src/main.ts': namesOf(exchange),
  'services/flows/src/main.ts': namesOf(flows),
  'services/departments/src/main.ts': namesOf(departments),
  'services/platform/src/main.ts': namesOf(platformConfig),
};

interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly privileged?: boolean;
  readonly read_only?: boolean;
  readonly user?: string;
  readonly mem_limit?: string;
  readonly cap_drop?: readonly string[];
  readonly networks: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
}

const compose = parse(text('compose.yaml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith('tongban:'));
const runs = (program: string, ...words: readonly string[]): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0;

describe('compose.yaml', () => {
  it('is what the Compose specification allows', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(composeSchema);
    expect([validate(parse(text('compose.yaml'), { merge: true })), validate.errors]).toEqual([true, null]);
  });

  it('tells each service only settings that it has', () => {
    expect(ours.map(([name]) => name).sort()).toEqual(['departments', 'exchange', 'flows', 'kafka-apply']);
    for (const [name, { command = [], environment = {} }] of ours) {
      const has = known[command[0] ?? ''];
      const told = Object.keys(environment).filter((variable) => variable.startsWith('TONGBAN_'));
      expect(told.length, name).toBeGreaterThan(0);
      expect(
        told.filter((variable) => !has?.has(variable)),
        name,
      ).toEqual([]);
    }
  });

  it('pins every image and bounds every container; ours have no rights and a file system that stays as it is', () => {
    for (const [name, service] of services) {
      expect(service.image, name).toMatch(/:v?\d+\.\d+[\w.-]*$/);
      expect(service.privileged, name).toBeUndefined();
      expect(service.user, name).not.toBe('root');
      expect(service.mem_limit, name).toBeDefined();
    }
    for (const [name, service] of ours) {
      expect([service.read_only, service.cap_drop], name).toEqual([true, ['ALL']]);
    }
  });

  it('lets nobody but brokers and the declaration reach Kafka without a login', () => {
    const plain = services.filter(([, { networks }]) => networks.includes('kafka')).map(([name]) => name);
    expect(plain.sort()).toEqual(['kafka-1', 'kafka-2', 'kafka-3', 'kafka-apply']);
    for (const [name, { environment = {} }] of ours) {
      if (name !== 'kafka-apply') expect(environment.TONGBAN_BUS_BROKERS ?? ':9094').not.toContain(':9092');
    }
  });

  it('needs every secret from outside, and the example names them all', () => {
    const wanted = [...text('compose.yaml').matchAll(/\$\{(\w+):\?\}/g)].map(([, name]) => name);
    const named = [...text('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(wanted));
  });

  it('is read by docker compose', (context) => {
    if (!runs('docker', 'compose', 'version')) return context.skip('there is no docker compose');
    const words = ['compose', '-f', 'compose.yaml', '--env-file', '.env.example', 'config', '--quiet'];
    execFileSync('docker', words, { cwd: here, stdio: 'pipe' });
  });
});

describe('the image', () => {
  const dockerfile = text('docker/Dockerfile');

  it('is built from pinned images, ends without tools, and is nobody in particular', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(bases).toHaveLength(2);
    expect(bases[0]).toMatch(/:\d+\.\d+\.\d+-/);
    expect(bases[1]).toMatch(/distroless.*:nonroot$/);
    expect(dockerfile).not.toMatch(/^USER (?:root|0)/m);
  });

  it('has every file that it copies, and the builder is sent no others', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    const sent = readFileSync(join(here, '../.dockerignore'), 'utf8')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    expect(new Set(sent)).toEqual(new Set(copied));
    for (const file of copied) expect(globSync(file, { cwd: join(here, '..') }), file).toHaveLength(1);
  });

  it('runs the Node for which the project is installed', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8'));
    expect(dockerfile).toContain(`FROM node:${devDependencies.node}-`);
  });
});

describe('the chart', () => {
  const chart = 'helm/tongban';

  it('has defaults that its schema allows, and refuses a setting that it does not have', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(text(`${chart}/values.schema.json`)));
    const values = parse(text(`${chart}/values.yaml`));
    expect([validate(values), validate.errors]).toEqual([true, null]);
    expect(validate({ ...values, repicas: 3 })).toBe(false);
    expect(validate({ ...values, identity: { issuers: [] } })).toBe(false);
  });

  it('tells the services only settings that they have', () => {
    const all = globSync('**/*', { cwd: join(here, chart, 'templates') })
      .map((file) => text(join(chart, 'templates', file)))
      .join('\n');
    const told = new Set([...all.matchAll(/TONGBAN_\w+/g)].map(([name]) => name));
    expect(told.size).toBeGreaterThan(10);
    const has = new Set(Object.values(known).flatMap((names) => [...names]));
    expect([...told].filter((name) => !has.has(name))).toEqual([]);
  });

  it('renders what Kubernetes would be given, without root and with bounds', (context) => {
    if (!runs('helm', 'version')) return context.skip('there is no helm');
    execFileSync('helm', ['lint', '--strict', chart], { cwd: here, stdio: 'pipe' });
    const rendered = execFileSync('helm', ['template', 'city', chart, '--kube-version', '1.34.0'], {
      cwd: here,
      encoding: 'utf8',
    });
    const objects = parseAllDocuments(rendered).map((document) => document.toJS());
    const kinds = objects.map(({ kind }) => kind as string).sort();
    expect(new Set(kinds)).toEqual(
      new Set([
        'ConfigMap',
        'Deployment',
        'Ingress',
        'Job',
        'NetworkPolicy',
        'PodDisruptionBudget',
        'Service',
      ]),
    );
    for (const { kind, spec } of objects) {
      if (kind !== 'Deployment' && kind !== 'Job') continue;
      for (const container of spec.template.spec.containers) {
        expect(container.securityContext).toMatchObject({ runAsNonRoot: true, readOnlyRootFilesystem: true });
        expect(container.resources.limits.memory).toBeDefined();
      }
    }
  });
});

it('sends cases and the operation of their view to the flows service by every way, and streams without a buffer', () => {
  const operated = `/v1/operations/processors/${flowEventsView.name}`;
  const paths = /path: (\S+)[\s\S]*?name: \{\{ \.Release\.Name \}\}-(\w+)/g;
  const ingress = [...text('helm/tongban/templates/ingress.yaml').matchAll(paths)].map(([, path, to]) => [
    path,
    to,
  ]);
  expect(ingress).toEqual([
    ['/v1/flows', 'flows'],
    [operated, 'flows'],
    ['/', 'exchange'],
  ]);
  const caddy = text('proxy/Caddyfile');
  expect(caddy).toContain(`@flows path /v1/flows* ${operated}*\n`);
  expect(caddy).toMatch(/handle @flows \{\s+reverse_proxy \{\s+dynamic a flows 8080/);
  expect(caddy).toMatch(/handle \{\s+reverse_proxy \{\s+dynamic a exchange 8080[\s\S]*flush_interval -1/);
});

it('raises alarms about metrics that there are', () => {
  const rules = text('prometheus/alerts.yaml');
  const named = new Set([...rules.matchAll(/tongban_[a-z_]+/g)].map(([name]) => name));
  expect(named.size).toBeGreaterThan(4);
  const code = globSync('{packages,services}/*/src/**/*.ts', { cwd: join(here, '..') })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(here, '..', file), 'utf8'))
    .join('\n');
  const measured = (name: string): boolean => code.includes(`'${name.replace(/_(?:bucket|total)$/, '')}'`);
  expect([...named].filter((name) => !measured(name))).toEqual([]);
});

it('has YAML and JSON that parse, everywhere', () => {
  const files = globSync('**/*.{yaml,json}', { cwd: here }).filter((file) => !file.includes('templates'));
  expect(files.length).toBeGreaterThan(7);
  for (const file of files) {
    const documents = parseAllDocuments(text(file), { merge: true });
    expect(
      documents.flatMap(({ errors }) => errors),
      file,
    ).toEqual([]);
  }
});

it('gives every department a client at the issuer with the claims that the platform reads', () => {
  const { clients } = JSON.parse(text('keycloak/tongban-realm.json')) as {
    clients: { clientId: string; protocolMappers: { config: Record<string, string> }[] }[];
  };
  const { departments: declared } = JSON.parse(text('kafka/topics.json')) as { departments: string[] };
  expect(clients.map(({ clientId }) => clientId)).toEqual([...declared, 'platform']);
  for (const { clientId, protocolMappers } of clients) {
    const claims = protocolMappers.map(({ config }) => config['claim.name'] ?? 'aud');
    expect(claims, clientId).toEqual(['department', 'system', 'roles', 'aud']);
  }
});
