import { PrimaryColumn } from 'typeorm';
import { EXACT_COLLATION } from '../database/columns';
import { DAY_LENGTH } from './days';

/** A day in the platform's time zone, as a part of the row's key. */
export const DayColumn = (): PropertyDecorator =>
  PrimaryColumn({ type: 'varchar', length: DAY_LENGTH, collation: EXACT_COLLATION });
