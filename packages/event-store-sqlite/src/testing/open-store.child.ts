import { systemClock } from '@tongban/kernel';
import { openSqliteEventStore } from '../index.ts';

/** Opens the store whose path is the first argument, says in one line of JSON how that went, and stays until killed. */
const [, , path = ''] = process.argv;
try {
  await openSqliteEventStore({ path, clock: systemClock });
  console.log(JSON.stringify({ pid: process.pid }));
  setInterval(() => {}, 60_000);
} catch (error) {
  const { code, facts, message } = error as { code?: string; facts?: object; message: string };
  console.log(JSON.stringify({ code, facts, message }));
}
