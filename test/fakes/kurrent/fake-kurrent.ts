import { randomUUID } from 'node:crypto';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials, type sendUnaryData } from '@grpc/grpc-js';
import { appendService } from './append-service.ts';
import { EventLog } from './event-log.ts';
import { Faults } from './faults.ts';
import { readService } from './read-service.ts';

export interface FakeKurrentOptions {
  /** Where the log lies, to start again from; without it the log is gone with the fake. */
  readonly folder?: string;
  /** Default 0: whichever is free. */
  readonly port?: number;
}

/** A KurrentDB of one node that speaks its gRPC protocol, as far as appending, reading and subscribing go. */
export interface FakeKurrent {
  /** `esdb://127.0.0.1:<port>?tls=false` */
  readonly url: string;
  readonly port: number;
  readonly log: EventLog;
  readonly faults: Faults;
  /** Ends every connection and the server, as a kill would. */
  stop(): Promise<void>;
}

export async function startFakeKurrent(options: FakeKurrentOptions = {}): Promise<FakeKurrent> {
  const log = new EventLog(options.folder);
  const server = new Server();
  let port = options.port ?? 0;
  const faults = new Faults(() => server.drain(`127.0.0.1:${port}`, 0));
  const unimplemented = (_: unknown, answer: sendUnaryData<never>): void =>
    answer({ code: 12, details: 'the fake does not have this' });
  server.addService(streamServices.StreamsService, {
    read: readService(log, faults),
    append: appendService(log, faults),
    delete: unimplemented,
    tombstone: unimplemented,
    batchAppend: (call: { emit(name: string, error: object): void }) =>
      call.emit('error', { code: 12, details: 'the fake does not have this' }),
  });
  server.addService(featureServices.ServerFeaturesService, {
    getSupportedMethods: (_: unknown, answer: sendUnaryData<unknown>) => answer(null, supportedMethods()),
  });
  server.addService(gossipServices.GossipService, {
    read: (_: unknown, answer: sendUnaryData<unknown>) => answer(null, clusterOf(port)),
  });
  port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    port,
    log,
    faults,
    async stop() {
      server.forceShutdown();
      log.close();
    },
  };
}

/** Only what is here: a client would use whatever is named. */
function supportedMethods(): InstanceType<typeof features.SupportedMethods> {
  const supported = new features.SupportedMethods();
  supported.setEventStoreServerVersion('24.10.0');
  supported.setMethodsList(
    ['read', 'append'].map((name) => {
      const method = new features.SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name);
      if (name === 'read') method.setFeaturesList(['position', 'events', 'all', 'stream', 'subscription']);
      return method;
    }),
  );
  return supported;
}

function clusterOf(port: number): InstanceType<typeof gossip.ClusterInfo> {
  const endPoint = new gossip.EndPoint();
  endPoint.setAddress('127.0.0.1');
  endPoint.setPort(port);
  const id = new shared.UUID();
  id.setString(randomUUID());
  const member = new gossip.MemberInfo();
  member.setInstanceId(id);
  member.setTimeStamp(String(BigInt(Date.now()) * 10_000n));
  member.setState(gossip.MemberInfo.VNodeState.LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(endPoint);
  const cluster = new gossip.ClusterInfo();
  cluster.setMembersList([member]);
  return cluster;
}
