import { join } from 'node:path';
import { makeFolder } from '@tongban/folders';
import { type Gateway, openGateway } from './gateway.ts';
import { type ServiceProcess, serviceProcess } from './service-process.ts';

/** A city whose services are processes of their own, on engines that are there. */
export interface City {
  /** Where departments and people reach it. */
  readonly url: string;
  /** By name: `exchange-1`, `flows-1`, `flows-2`, `departments-1`, `trial-issuer-1`. */
  readonly processes: ReadonlyMap<string, ServiceProcess>;
  stop(): Promise<void>;
}

export interface CityOptions {
  /** Where the processes keep what is theirs, and their logs. */
  readonly folder: string;
  readonly brokers: readonly string[];
  /** A login for the brokers; absent: none is asked for. */
  readonly login?: { readonly name: string; readonly password: string };
  readonly topicPrefix?: string;
  /** `postgres://…`: a database of its own. */
  readonly postgresUrl: string;
  /** `kurrentdb://…`. Absent: the exchange has its events in SQLite, and is one process. */
  readonly kurrentUrl?: string;
  /** Departments that publish and receive by Kafka as well. */
  readonly departmentsByKafka?: readonly string[];
  readonly replicas?: { readonly exchange?: number; readonly flows?: number };
  /** The reference department systems and the sample city. Absent: none. */
  readonly departments?: { readonly enterprises: number; readonly everySeconds: number };
  readonly port?: number;
  /** Further settings of every process: `TONGBAN_LOG_LEVEL`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Further settings of the exchange. */
  readonly exchangeSettings?: Readonly<Record<string, string>>;
}

/** Starts the issuer, the exchange, the flows service and the departments, and one address in front of them. */
export async function startCity(options: CityOptions): Promise<City> {
  const { folder, settings = {}, replicas = {} } = options;
  makeFolder(join(folder, 'logs'), 0o700);
  const processes = new Map<string, ServiceProcess>();
  const urlsOf = (service: string): readonly string[] =>
    [...processes].flatMap(([name, { url }]) =>
      name.startsWith(`${service}-`) && url !== undefined ? [url] : [],
    );
  const gateway = await openGateway(
    [
      { prefix: '/identity/', targets: () => urlsOf('trial-issuer') },
      { prefix: '/v1/flows', targets: () => urlsOf('flows') },
      { prefix: '/v1/operations/processors/flow-events', targets: () => urlsOf('flows') },
      { prefix: '/', targets: () => urlsOf('exchange') },
    ],
    options.port,
  );
  const begin = async (service: string, count: number, env: Record<string, string>): Promise<void> => {
    const started = Array.from({ length: count }, async (_, at) => {
      const name = `${service}-${at + 1}`;
      const one = serviceProcess({
        name,
        service,
        env: { ...settings, TONGBAN_DATA: join(folder, name), ...env },
        logFile: join(folder, 'logs', `${name}.log`),
      });
      processes.set(name, one);
      await one.start();
    });
    await Promise.all(started);
  };
  const city: City = { url: gateway.url, processes, stop: () => stopAll(gateway, processes) };
  try {
    await begin('trial-issuer', 1, { TONGBAN_ISSUER_ORIGIN: gateway.url });
    const serving = servingSettings(gateway.url, options);
    await Promise.all([
      begin('exchange', replicas.exchange ?? 1, { ...serving, ...exchangeSettings(options) }),
      begin('flows', replicas.flows ?? 1, serving),
    ]);
    if (options.departments !== undefined) {
      await begin('departments', 1, departmentSettings(gateway.url, options.departments));
    }
    return city;
  } catch (error) {
    await city.stop();
    throw error;
  }
}

function servingSettings(url: string, options: CityOptions): Record<string, string> {
  const { brokers, topicPrefix = 'tongban', postgresUrl, login } = options;
  const issuer = `${url}/identity`;
  return {
    TONGBAN_VIEWS_ENGINE: 'postgres',
    TONGBAN_VIEWS_URL: postgresUrl,
    TONGBAN_BUS_ENGINE: 'kafka',
    TONGBAN_BUS_BROKERS: brokers.join(','),
    TONGBAN_BUS_PREFIX: topicPrefix,
    ...(login && { TONGBAN_BUS_USER: login.name, TONGBAN_BUS_PASSWORD: login.password }),
    TONGBAN_IDENTITY_ISSUERS: JSON.stringify([{ issuer, jwksUri: `${issuer}/jwks`, audience: 'tongban' }]),
  };
}

function exchangeSettings({
  kurrentUrl,
  departmentsByKafka = [],
  exchangeSettings: further = {},
}: CityOptions): Record<string, string> {
  return {
    ...(kurrentUrl && { TONGBAN_STORE_ENGINE: 'kurrentdb', TONGBAN_STORE_URL: kurrentUrl }),
    TONGBAN_BUS_DEPARTMENTS: JSON.stringify(departmentsByKafka),
    ...further,
  };
}

function departmentSettings(
  url: string,
  { enterprises, everySeconds }: NonNullable<CityOptions['departments']>,
): Record<string, string> {
  return {
    TONGBAN_DEPARTMENTS_EXCHANGE_URL: url,
    TONGBAN_DEPARTMENTS_TOKEN_URL: `${url}/identity/token`,
    TONGBAN_DEPARTMENTS_ENTERPRISES: String(enterprises),
    TONGBAN_DEPARTMENTS_EVERY_SECONDS: String(everySeconds),
  };
}

/** Those that speak to others before those that are spoken to. */
async function stopAll(gateway: Gateway, processes: ReadonlyMap<string, ServiceProcess>): Promise<void> {
  const order = ['departments', 'flows', 'exchange', 'trial-issuer'];
  for (const service of order) {
    const ending = [...processes].filter(([name]) => name.startsWith(`${service}-`));
    await Promise.all(ending.map(([, one]) => one.stop()));
  }
  await gateway.close();
}
