import { In, IsNull } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
import { type Page, type PageRequest, readPage } from '../database/paging';
import { Video } from './Video';

export interface NewVideo {
  title: string;
}

/** The videos of the caller's platform. */
export class VideoService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Null when the platform has no such video, or it is in the trash. */
  async find(principal: Principal, id: string): Promise<Video | null> {
    return this.database.reads
      .createQueryBuilder(Video, 'video')
      .where('video.id = :id AND video.platformId = :platformId', { id, platformId: principal.platformId })
      .andWhere('video.deletedAt IS NULL')
      .getOne();
  }

  /** Those of `ids` that the platform has, in no order. */
  async findMany(principal: Principal, ids: readonly string[]): Promise<Video[]> {
    return this.database.reads.findBy(Video, {
      id: In(ids),
      platformId: principal.platformId,
      deletedAt: IsNull(),
    });
  }

  async list(principal: Principal, request: PageRequest): Promise<Page<Video>> {
    const query = this.database.reads
      .createQueryBuilder(Video, 'video')
      .where('video.platformId = :platformId', { platformId: principal.platformId })
      .andWhere('video.deletedAt IS NULL');
    return readPage(query, 'video', { property: 'createdAt', direction: 'DESC' }, request);
  }

  async create(principal: Principal, input: NewVideo): Promise<Video> {
    const now = this.clock();
    return this.database.transaction(async (manager) => {
      const video = manager.create(Video, {
        id: newId(now),
        platformId: principal.platformId,
        title: input.title,
        slug: input.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
        description: '',
        status: 'DRAFT',
        visibility: 'MEMBERS',
        durationSeconds: 0,
        thumbnailUrl: null,
        publishedAt: null,
        scheduledAt: null,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
        version: 1,
      });
      await manager.insert(Video, video);
      return video;
    });
  }
}
