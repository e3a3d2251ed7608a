import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
import { BadUserInputError, ConflictError, NotFoundError } from '../errors';
import { requireText } from '../validation';
import { Platform } from './Platform';

export interface NewPlatform {
  /** 1 to 80 characters. */
  name: string;
  /** IANA name; UTC when left out. */
  timeZone?: string;
}

/** Platforms are made by the operator, from the command line. */
export class PlatformService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whether there is any platform at all. */
  async any(): Promise<boolean> {
    return this.database.reads.existsBy(Platform, {});
  }

  /**
   * For the operator, who writes a name more easily than an id.
   * @throws NotFoundError when no platform has it
   * @throws ConflictError when several have the name
   */
  async findByIdOrName(idOrName: string): Promise<Platform> {
    const [found, another] = await this.database.reads.findBy(Platform, [
      { id: idOrName },
      { name: idOrName },
    ]);
    if (found === undefined) throw new NotFoundError('Platform', idOrName);
    if (another !== undefined)
      throw new ConflictError(`Several platforms are named ${JSON.stringify(idOrName)}: give the id.`);
    return found;
  }

  /** The caller's own platform. */
  async ofCaller(principal: Principal): Promise<Platform> {
    return this.database.reads.findOneByOrFail(Platform, { id: principal.platformId });
  }

  /** @throws BadUserInputError naming what is wrong */
  async create(input: NewPlatform): Promise<Platform> {
    return this.database.transaction((manager) => this.insert(manager, input));
  }

  /** {@link create} as a part of something larger. */
  async insert(manager: EntityManager, input: NewPlatform): Promise<Platform> {
    const createdAt = this.clock();
    const platform = manager.create(Platform, {
      id: newId(createdAt),
      name: requireText('name', input.name, { max: 80 }),
      timeZone: requireTimeZone('timeZone', input.timeZone ?? 'UTC'),
      createdAt,
    });
    await manager.insert(Platform, platform);
    return platform;
  }
}

/** @throws BadUserInputError when no such zone is known */
function requireTimeZone(field: string, name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new BadUserInputError(field, 'is not a time zone.', 'an IANA name such as Europe/Lisbon');
  }
}
