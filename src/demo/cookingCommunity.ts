import { type DemoCommunity } from './DemoSite';

/** What is said, told and shown at the cooking school. */
export const cookingCommunity: DemoCommunity = {
  praise: [
    'Made this on Sunday, and there was nothing left for Monday.',
    'The part about the heat changed how I cook everything else, too.',
    'My daughter (9) cooked along and did better than I did.',
    'Third time now. It gets better every time.',
    'Finally somebody says why, and not only how.',
    'Went a bit dark at the edges, but what a smell!',
  ],
  questions: [
    {
      text: 'Can I prepare this the day before?',
      answer:
        'Yes: up to the last step. Keep it cold and covered, and give it half an hour at room temperature first.',
    },
    {
      text: 'My oven has no fan. What do I set it to?',
      answer:
        'Twenty degrees higher than we say, and one rack lower. Look at it ten minutes before the time.',
    },
    {
      text: 'Does this work without a thermometer?',
      answer: 'It does. Go by colour and sound: it is ready when the sizzle gets quieter.',
    },
    {
      text: 'What could I take instead of butter?',
      answer: 'A mild olive oil, three quarters of the weight. It will be less crisp, and still very good.',
    },
    {
      text: 'How long does it keep?',
      answer: 'Three days in the refrigerator. It freezes well, too, in portions.',
    },
  ],
  replies: [
    'Same here!',
    'Try it with a little less salt, it makes all the difference.',
    'Thank you, I was wondering about that.',
    'Which flour did you use?',
    'Adding this to my list for the weekend.',
  ],
  posts: [
    {
      title: 'Notes for the winter programme',
      body: 'Stews, breads, one long Sunday class. *To be finished.*',
    },
    {
      title: 'Open kitchen evening',
      body: 'Doors open at six. Bring **one jar** of something that you made; we bring bread and cheese.',
    },
    {
      title: 'New here? Start with these three',
      body: '1. Knife skills\n2. A plain roast chicken\n3. Country sourdough\n\nThen cook them again.',
    },
    {
      title: 'Your questions about starters, answered',
      body: 'Forty-one questions came in. The short answer: *feed it*.',
    },
    {
      title: 'The new studio kitchen',
      body: 'Two ovens, better light, and a microphone that does not hear the fan.',
    },
    {
      title: 'Recipe cards to print',
      body: 'Every class of the last year has a card now. Look below the video.',
    },
    {
      title: 'A thousand loaves',
      body: 'That is how many of you sent us a picture of your first sourdough. Thank you!',
    },
    { title: 'Summer pause', body: 'No live classes for two weeks. Everything else stays open.' },
  ],
  pages: [
    {
      title: 'About the school',
      body: '# About us\n\nWe have taught people to cook since 2019: slowly, with reasons, and without fear of salt.',
      seoDescription: 'Who teaches at Salt & Ember, and how.',
      inMenu: true,
    },
    {
      title: 'What you need',
      body: '# What you need\n\n- one good knife\n- one heavy pan\n- a scale\n\nEverything else can wait.',
      seoDescription: 'The tools that our classes ask for.',
      inMenu: true,
    },
    {
      title: 'House rules',
      body: '# House rules\n\nBe kind, stay with the subject, and do not sell anything in the comments.',
      seoDescription: 'How we talk to each other below the videos.',
      inMenu: true,
    },
    {
      title: 'Contact',
      body: '# Contact\n\nWrite to hello@saltandember.example. We answer on weekdays.',
      seoDescription: 'How to reach the school.',
      inMenu: false,
    },
    {
      title: 'Gift memberships',
      body: '# Gift memberships\n\nThree, six or twelve months. *Prices to come.*',
      seoDescription: 'Cooking classes as a present.',
      inMenu: false,
    },
  ],
  branding: {
    logoUrl: 'https://media.saltandember.example/brand/logo.svg',
    faviconUrl: 'https://media.saltandember.example/brand/favicon.png',
    primaryColor: '#7c2d12',
    accentColor: '#f59e0b',
    fontFamily: 'LORA',
    tagline: 'Cook slowly, with reasons.',
    socialLinks: [
      { network: 'INSTAGRAM', url: 'https://instagram.example/saltandember' },
      { network: 'YOUTUBE', url: 'https://youtube.example/saltandember' },
    ],
  },
};
