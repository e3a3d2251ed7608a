import { setFlagsFromString } from 'node:v8';

/*
 * What V8 does by itself that does not suit a server of short requests. Both are only looked at after a cleaning of the
 * heap, so that to set them now is safe. What was measured is in bench/README.md.
 */

/*
 * How far the heap may grow beyond what lives in it before it is cleaned: by as much again. By itself V8 waits for up to
 * four times as much, which under load was 60 to 110 MB more memory and no less work.
 */
setFlagsFromString('--heap-growing-percent=100');

/*
 * What is made is taken to be short-lived, wherever it is made. By itself V8 finds places whose objects have outlived a
 * cleaning, as those of a burst of requests do that wait for their key while the heap is still small, and from then on makes
 * theirs among the old, together with all that these refer to: 4 to 6 kB of each request, and a tenth of a small query's
 * work, for as long as the process lives, or not, as chance has it.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
