import { type FastifyBaseLogger } from 'fastify';
import { type Timer } from '../clock';
import { SEARCHED_COLLECTIONS } from '../collections/CollectionService';
import { type Database } from '../database/Database';
import { loggedError } from '../http/loggedError';
import { SEARCHED_MEMBERS } from '../members/memberList';
import { SEARCHED_VIDEOS } from '../videos/videoList';
import { SearchIndex } from './SearchIndex';
import { SearchWorker } from './SearchWorker';

interface Parts {
  readonly database: Database;
  readonly timer: Timer;
  readonly logger: FastifyBaseLogger;
}

/** The worker of one process, for everything that is searched. */
export function createSearchWorker({ database, timer, logger }: Parts): SearchWorker {
  return new SearchWorker({
    index: new SearchIndex(database, [SEARCHED_VIDEOS, SEARCHED_MEMBERS, SEARCHED_COLLECTIONS]),
    timer,
    onError: (error) => logger.warn({ error: loggedError(error) }, 'the index of words was held up'),
  });
}
