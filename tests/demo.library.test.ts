import { requireWebVtt } from '../src/captions/webVtt';
import { demoContent, type DemoContent } from '../src/demo/content';
import { climbingStudio } from '../src/demo/climbingStudio';
import { cookingSchool } from '../src/demo/cookingSchool';
import { statusAt } from '../src/liveEvents/eventStatus';

describe.each([cookingSchool, climbingStudio])('the library of $name', (site) => {
  const now = new Date('2026-03-04T12:00:00.000Z');
  let content: DemoContent;
  beforeAll(() => {
    content = demoContent(site, '01890000-0000-7000-8000-000000000000', now);
  });

  it('has captions that are valid', () => {
    expect(content.captionTracks.length).toBeGreaterThan(60);
    for (const { id, cueCount, contentLength } of content.captionTracks) {
      const texts = content.captionTexts.filter(({ trackId }) => trackId === id);
      const text = texts.map((piece) => piece.text).join('');
      expect(requireWebVtt('content', text)).toEqual({ content: text, cueCount });
      expect(text).toHaveLength(contentLength);
    }
  });

  it('has every subject in one category, and videos in each', () => {
    const names = content.categories.map(({ name }) => name);
    expect(names.toSorted()).toEqual([...site.groups, ...site.subjects].map(({ name }) => name).toSorted());
    for (const { id } of content.categories) {
      expect(content.videoCategories.filter(({ categoryId }) => categoryId === id).length).toBeGreaterThan(3);
    }
  });

  it('has live events of every status', () => {
    const statuses = content.liveEvents.map((event) => statusAt(event, now));
    expect(new Set(statuses)).toEqual(new Set(['SCHEDULED', 'LIVE', 'ENDED', 'CANCELED']));
    expect(content.liveEvents.filter(({ recordingId }) => recordingId !== null).length).toBeGreaterThan(10);
    for (const { createdAt, updatedAt, startsAt } of content.liveEvents) {
      expect(createdAt <= updatedAt && createdAt < startsAt && updatedAt < now).toBe(true);
    }
  });
});
