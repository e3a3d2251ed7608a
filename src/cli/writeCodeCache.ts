// First: V8 takes back what it compiled only under the flags that it compiled it with.
import '../heapFlags';
import { join } from 'node:path';
import { writeCodeCache } from '../codeCache';
import type * as program from '../program';

/** The last step of the build: has the program start once, and keeps what V8 made of it. */
writeCodeCache<typeof program>(join(__dirname, '../program'), ({ rehearse }) => rehearse()).catch(
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
