import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
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

  /** The caller's own platform. */
  async ofCaller(principal: Principal): Promise<Platform> {
    return this.database.reads.findOneByOrFail(Platform, { id: principal.platformId });
  }

  async create(input: NewPlatform): Promise<Platform> {
    const createdAt = this.clock();
    return this.database.transaction(async (manager) => {
      const platform = manager.create(Platform, {
        id: newId(createdAt),
        name: requireText('name', input.name, { max: 80 }),
        timeZone: input.timeZone ?? 'UTC',
        createdAt,
      });
      await manager.insert(Platform, platform);
      return platform;
    });
  }
}
