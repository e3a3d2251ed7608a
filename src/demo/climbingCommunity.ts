import { type DemoCommunity } from './DemoSite';

/** What is said, told and shown at the climbing gym. */
export const climbingCommunity: DemoCommunity = {
  praise: [
    'Sent my project the day after watching this. Coincidence? I think not.',
    'The slow motion makes it so clear what my hips are not doing.',
    'Did this every other day for three weeks. It works.',
    'Best explanation of this I have seen anywhere.',
    'My physiotherapist approves.',
    'Watched it twice, fell off twice, then it clicked.',
  ],
  questions: [
    {
      text: 'How often should I do this in a week?',
      answer: 'Twice, with two days between. When your skin or your elbows complain: once.',
    },
    {
      text: 'Is this safe in my first year of climbing?',
      answer: 'Yes, as long as you stay on the easy version and stop well before you fail.',
    },
    {
      text: 'Before or after climbing?',
      answer: 'After the warm-up and before the hard tries. Never when you are tired.',
    },
    {
      text: 'What can I do at home without a board?',
      answer: 'A door frame and a rucksack go a long way: see the no-hang lifts in our finger training.',
    },
    {
      text: 'My shoulder clicks when I do this. Should I worry?',
      answer: 'A click without pain is mostly harmless. With pain: stop, and have somebody look at it.',
    },
  ],
  replies: [
    'Same here!',
    'Try it with your feet a little lower.',
    'Thank you, I was wondering about that.',
    'See you on Thursday at the wall?',
    'It took me two months, do not give up.',
  ],
  posts: [
    {
      title: 'Plans for the spring league',
      body: 'Six evenings, mixed teams, one very silly prize. *To be finished.*',
    },
    {
      title: 'Route setting this weekend',
      body: 'The steep wall is closed on **Saturday**. On Sunday there are thirty new boulders.',
    },
    {
      title: 'New here? Start with these three',
      body: '1. Silent feet\n2. Falling on mats\n3. Warming up\n\nThen come and say hello.',
    },
    { title: 'Members’ videos wanted', body: 'Send us your worst attempt. We look at it together, kindly.' },
    { title: 'Yoga moves to the bigger room', body: 'More mats, more air. The times stay as they are.' },
    {
      title: 'What we learnt from 200 lead falls',
      body: 'The short version: *practise them, and look where you land*.',
    },
    { title: 'A word about fingers', body: 'More is not more. Our new series shows how little is enough.' },
    { title: 'Summer hours', body: 'Until the end of August we open at seven. Bring somebody.' },
  ],
  pages: [
    {
      title: 'About Northwall',
      body: '# About us\n\nA gym, a studio and a library of films, run by people who fall off things.',
      seoDescription: 'Who we are, and where the wall stands.',
      inMenu: true,
    },
    {
      title: 'Opening hours',
      body: '# Opening hours\n\n- weekdays 7 to 23\n- weekends 9 to 21',
      seoDescription: 'When the wall and the studio are open.',
      inMenu: true,
    },
    {
      title: 'House rules',
      body: '# House rules\n\nLook up before you walk. Be kind below the videos, too.',
      seoDescription: 'How we keep each other safe, on the wall and off it.',
      inMenu: true,
    },
    {
      title: 'Contact',
      body: '# Contact\n\nWrite to hello@northwall.example, or ask at the desk.',
      seoDescription: 'How to reach us.',
      inMenu: false,
    },
    {
      title: 'Team training',
      body: '# Team training\n\nTwice a week from the autumn on. *Coaches to be named.*',
      seoDescription: 'Training for teams and clubs.',
      inMenu: false,
    },
  ],
  branding: {
    logoUrl: 'https://media.northwall.example/brand/logo.svg',
    faviconUrl: 'https://media.northwall.example/brand/favicon.png',
    primaryColor: '#0f172a',
    accentColor: '#0ea5e9',
    fontFamily: 'MONTSERRAT',
    tagline: 'Up, and back down again.',
    socialLinks: [
      { network: 'INSTAGRAM', url: 'https://instagram.example/northwall' },
      { network: 'MASTODON', url: 'https://social.example/@northwall' },
    ],
  },
};
