import { named } from '@tongban/http';
import { z } from 'zod';

/** What the answers of several routes are made of. */

/** RFC 3339, in UTC where the platform says when something happened. */
export const dateTime = z.string().meta({ format: 'date-time' });

/** A position or a revision: a whole number as a text. */
export const number = z.string().regex(/^\d+$/);

/** How many. */
export const count = z.int().min(0);

export const cursor = z.string().describe('`<department>:<position>`: reading goes on after it');

export const eventReference = z.object({ source: z.string(), id: z.string() });

export const actedBy = named(
  'ActedBy',
  '操作者 / Who did it',
  z.object({
    department: z.string(),
    system: z.string(),
    officer: z.string().optional().describe('Opaque id of the person, where a person acted'),
  }),
);
