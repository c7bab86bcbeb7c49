import { spawnSync } from 'node:child_process';
import { freePort } from './free-port.ts';

/** A server in a container, for machines that have Docker. */
export interface Container {
  /** The port of this machine under which the server is reached. */
  readonly port: number;
  stop(): Promise<void>;
}

export interface ContainerOptions {
  /** With its tag: the same as in `infra/compose.yaml`. */
  readonly image: string;
  /** Where the server listens in its container. */
  readonly port: number;
  /** Settings, which may have to name the port of this machine. */
  env(hostPort: number): Readonly<Record<string, string>>;
  /** What the server says in its log when it serves. */
  readonly says: RegExp;
}

/** Starts a container by testcontainers; undefined where no Docker engine answers. An image is fetched the first time. */
export async function startContainer({
  image,
  port,
  env,
  says,
}: ContainerOptions): Promise<Container | undefined> {
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) return undefined;
  // Loaded here alone: it is large, and most machines that run the tests have the servers themselves.
  const { GenericContainer, Wait } = await import('testcontainers');
  const hostPort = await freePort();
  const container = await new GenericContainer(image)
    .withExposedPorts({ container: port, host: hostPort })
    .withEnvironment({ ...env(hostPort) })
    .withWaitStrategy(Wait.forLogMessage(says))
    .withStartupTimeout(120_000)
    .start();
  return { port: hostPort, stop: async () => void (await container.stop()) };
}
