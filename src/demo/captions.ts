import { ownName } from '../captions/captionInput';
import { type CaptionText } from '../captions/CaptionText';
import { textRows } from '../captions/captionTexts';
import { type CaptionTrack } from '../captions/CaptionTrack';
import { newId } from '../database/ids';
import { type Video } from '../videos/Video';
import { type DemoPlan } from './DemoPlan';

interface DemoCaptions {
  readonly captionTracks: readonly CaptionTrack[];
  readonly captionTexts: readonly CaptionText[];
}

/** What people say in any video, by language. The first language is the one that the videos are in. */
const LINES: readonly (readonly [language: string, lines: readonly string[]])[] = [
  [
    'en',
    [
      'Hello, and good to have you back.',
      'Take a moment to get everything ready.',
      'Watch once, then do it with me.',
      '<i>(music)</i>',
      'Slowly: there is no prize for being first.',
      'Did that work? If not, go back a minute.',
      'That is all for today. See you next time.',
    ],
  ],
  [
    'de',
    [
      'Hallo, schön, dass ihr wieder da seid.',
      'Nehmt euch kurz Zeit, alles bereitzulegen.',
      'Schaut einmal zu, dann macht mit.',
      '<i>(Musik)</i>',
      'Langsam: Für den Ersten gibt es keinen Preis.',
      'Hat das geklappt? Wenn nicht, geht eine Minute zurück.',
      'Das war es für heute. Bis zum nächsten Mal.',
    ],
  ],
  [
    'pt',
    [
      'Olá, que bom ter-vos de volta.',
      'Tirem um momento para preparar tudo.',
      'Vejam uma vez e depois façam comigo.',
      '<i>(música)</i>',
      'Devagar: não há prémio para quem acaba primeiro.',
      'Resultou? Se não, voltem um minuto atrás.',
      'É tudo por hoje. Até à próxima.',
    ],
  ],
];

/** Captions of the newest videos: always in the site's own language, and often in others. */
export function demoCaptions(plan: DemoPlan, videos: readonly Video[]): DemoCaptions {
  const captionTracks: CaptionTrack[] = [];
  const captionTexts: CaptionText[] = [];
  for (const video of videos.slice(-60)) {
    for (const [index, [language, lines]] of LINES.entries()) {
      if (index > 0 && !plan.random.chance(0.4)) continue;
      const content = webVttOf(video, lines);
      const track = trackOf(video, { language, isDefault: index === 0, content, cueCount: lines.length });
      captionTracks.push(track);
      captionTexts.push(...textRows(track, content));
    }
  }
  return { captionTracks, captionTexts };
}

function trackOf(
  { id: videoId, platformId, createdAt }: Video,
  { content, ...rest }: Pick<CaptionTrack, 'language' | 'isDefault' | 'cueCount'> & { content: string },
): CaptionTrack {
  return {
    ...rest,
    id: newId(createdAt),
    platformId,
    videoId,
    label: ownName(rest.language),
    kind: rest.isDefault ? 'CAPTIONS' : 'SUBTITLES',
    contentLength: content.length,
    createdAt,
    updatedAt: createdAt,
    version: 1,
  };
}

/** The lines, spread over the video. */
function webVttOf({ durationSeconds }: Video, lines: readonly string[]): string {
  const step = Math.floor((durationSeconds ?? 600) / lines.length);
  const cues = lines.map(
    (line, index) => `${timeOf(index * step + 1)} --> ${timeOf(index * step + 5)}\n${line}`,
  );
  return `WEBVTT\n\n${cues.join('\n\n')}\n`;
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 23);
}
