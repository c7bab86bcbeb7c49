import data from './data/china-holidays.json' with { type: 'json' };
import { type HolidayTable, holidayTable } from './holiday-table.ts';

/**
 * The holidays of the mainland as the General Office of the State Council announced them. A new notice is a
 * new year in `data/china-holidays.json` and a later end of coverage; deadlines that were provisional are
 * then computed anew.
 */
export const chinaHolidays: HolidayTable = holidayTable(data);
