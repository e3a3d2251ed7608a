import { climbingCommunity } from './climbingCommunity';
import { type DemoSite } from './DemoSite';

/** A climbing gym with a yoga studio: 60 skills in 10 fields. */
export const climbingStudio: DemoSite = {
  name: 'Northwall Climbing & Yoga',
  timeZone: 'Europe/Oslo',
  admin: { name: 'Sigrid Haugen', email: 'sigrid@northwall.example' },
  mediaHost: 'media.northwall.example',
  seed: 20_260_607,
  formats: [
    {
      title: '{topic}, slowly explained',
      description:
        'What {topic} is good for, how it should feel, and the three things that a coach looks at first. Watch once before your session and once after it.',
      tag: 'basics',
      minutes: [7, 16],
    },
    {
      title: '{topic}: a 20-minute practice',
      description:
        'A follow-along practice for {topic} with nothing but a mat or the easiest wall of your gym. Warm-up included, music left out.',
      tag: 'follow along',
      minutes: [20, 23],
    },
    {
      title: '{topic}: what goes wrong, and why',
      description:
        'Members sent us their videos of {topic}. We stop them where it starts to go wrong, and show the correction next to it.',
      tag: 'analysis',
      minutes: [10, 19],
    },
    {
      title: 'Beyond the basics: {topic}',
      description:
        'For when {topic} works on a good day: how to make it work on a bad one, and three harder versions to grow into.',
      tag: 'advanced',
      minutes: [14, 31],
    },
    {
      title: 'Coaching hour: {topic}',
      description:
        'An hour on {topic} with four climbers of very different levels, recorded at Northwall. Filmed in one piece, so that you see the rests as well.',
      tag: 'coaching hour',
      minutes: [52, 68],
    },
  ],
  subjects: [
    {
      name: 'Footwork',
      about: 'Most grades are lost below the knee: placing, turning and trusting your feet.',
      tag: 'footwork',
      topics: ['Silent feet', 'Edging', 'Smearing', 'Heel hooks', 'Toe hooks', 'Foot swaps'],
    },
    {
      name: 'Movement',
      about: 'Balance, direction and timing, for walls of every angle.',
      tag: 'movement',
      topics: ['Flagging', 'Drop knees', 'Rockovers', 'Deadpoints', 'Mantling', 'Stemming in corners'],
    },
    {
      name: 'Bouldering',
      about: 'Short, hard and close to the mat: reading problems and trying them well.',
      tag: 'bouldering',
      topics: [
        'Reading a boulder problem',
        'Falling on mats',
        'Dynos',
        'Slab bouldering',
        'Compression moves',
        'Coordination starts',
      ],
    },
    {
      name: 'Lead climbing',
      about: 'The rope changes everything: clipping, falling, resting, and a clear head above the bolt.',
      tag: 'lead',
      topics: [
        'Clipping without hurry',
        'Lead falls',
        'Belaying a lighter climber',
        'Finding rests',
        'Pacing on long routes',
        'Redpoint tactics',
      ],
    },
    {
      name: 'Strength',
      about: 'Strength that carries over to the wall, built in two sessions a week.',
      tag: 'strength',
      topics: [
        'Pull-ups',
        'Front lever progressions',
        'Core tension',
        'Push strength for climbers',
        'Single-leg strength',
        'Campus board basics',
      ],
    },
    {
      name: 'Finger training',
      about: 'Slow gains for slow tissue: loading fingers with a plan and a log.',
      tag: 'fingers',
      topics: [
        'Half crimp',
        'Open hand grip',
        'Hangboard repeaters',
        'Max hangs',
        'No-hang lifts',
        'Pinch grip',
      ],
    },
    {
      name: 'Mobility',
      about: 'Range that you can use, for high feet and wide bridges.',
      tag: 'mobility',
      topics: [
        'Hip openers',
        'High steps',
        'Frog stretch',
        'Shoulder circles',
        'Ankle range',
        'Thoracic twists',
      ],
    },
    {
      name: 'Yoga',
      about: 'Flows made with climbers in mind, for the day after and the morning before.',
      tag: 'yoga',
      topics: [
        'Sun salutations',
        'Crow pose',
        'Pigeon pose',
        'Warrior flow',
        'Forearm stand',
        'Yin for forearms',
      ],
    },
    {
      name: 'Breath and focus',
      about: 'What happens between the ears before the crux, and how to practise it on the ground.',
      tag: 'mind',
      topics: [
        'Box breathing',
        'Visualising a route',
        'Fear of falling',
        'Warming up the mind',
        'Resting between tries',
        'Evening wind-down',
      ],
    },
    {
      name: 'Staying healthy',
      about: 'Fingers, elbows and shoulders that last for decades of climbing.',
      tag: 'prevention',
      topics: [
        'Warming up',
        'Elbow care',
        'Pulley injuries',
        'Shoulder stability',
        'Skin care',
        'Deload weeks',
      ],
    },
  ],
  groups: [
    {
      name: 'Technique',
      about: 'Where to put feet, hips and eyes.',
      subjects: ['Footwork', 'Movement'],
    },
    { name: 'On the wall', about: 'With and without a rope.', subjects: ['Bouldering', 'Lead climbing'] },
    {
      name: 'Training',
      about: 'Getting stronger without getting hurt.',
      subjects: ['Strength', 'Finger training', 'Staying healthy'],
    },
    {
      name: 'The studio',
      about: 'Mats out, shoes off.',
      subjects: ['Mobility', 'Yoga', 'Breath and focus'],
    },
  ],
  liveTitle: 'Live coaching {number}: {subject}',
  openDay: 'Open studio day',
  collectionTitles: [
    '{subject}: start here',
    '{subject} in four weeks',
    '{subject} in twelve weeks',
    '{subject} for your first year',
    '{subject} for a plateau',
    '{subject} before a trip',
    '{subject} at home',
    'Ten short sessions: {subject}',
    'Coaching hours: {subject}',
    'Members’ favourites: {subject}',
  ],
  memberTags: ['annual', 'monthly', 'student', 'gym pass', 'yoga only', 'newsletter', 'team'],
  community: climbingCommunity,
  currency: 'NOK',
  offers: [
    {
      name: 'At home',
      description: 'Everything that needs no wall: the sessions for home.',
      amount: 9_900,
      interval: 'MONTH',
      trialDays: 7,
      collectionsAbout: 'at home',
    },
    {
      name: 'All coaching',
      description: 'Every session and every coaching hour.',
      amount: 22_900,
      interval: 'MONTH',
      trialDays: 14,
      collectionsAbout: null,
    },
    {
      name: 'All coaching, a year',
      description: 'Every session and every coaching hour, twelve months for the price of ten.',
      amount: 229_000,
      interval: 'YEAR',
      trialDays: 0,
      collectionsAbout: null,
    },
  ],
};
