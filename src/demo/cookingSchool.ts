import { type DemoSite } from './DemoSite';

/** A cooking school: 60 dishes in 10 kitchens. */
export const cookingSchool: DemoSite = {
  name: 'Salt & Ember Cooking School',
  timeZone: 'Europe/Lisbon',
  admin: { name: 'Inês Carvalho', email: 'ines@saltandember.example' },
  mediaHost: 'media.saltandember.example',
  seed: 20_260_131,
  formats: [
    {
      title: '{topic}, step by step',
      description:
        'We cook {topic} from the empty board to the plate. Quantities, temperatures and times stay on screen, so that you can cook along without stopping.',
      tag: 'step by step',
      minutes: [18, 46],
    },
    {
      title: '{topic}: five mistakes and how to save them',
      description:
        'What goes wrong with {topic} goes wrong for a reason. Five failures on purpose, and what you can still do about each when it happens at home.',
      tag: 'troubleshooting',
      minutes: [9, 17],
    },
    {
      title: '{topic} on a weeknight',
      description:
        'A shorter road to {topic}: what to prepare on Sunday, what to buy ready-made without shame, and dinner on the table in under forty minutes.',
      tag: 'weeknight',
      minutes: [11, 24],
    },
    {
      title: 'Choosing ingredients for {topic}',
      description:
        'A walk through the market with {topic} in mind: what to look for, what to leave on the stall, and what to take when the right thing is out of season.',
      tag: 'ingredients',
      minutes: [6, 14],
    },
    {
      title: 'Live class replay: {topic}',
      description:
        'The recording of a live class on {topic}, with the questions that came in from other kitchens. Chapters are in the player.',
      tag: 'live replay',
      minutes: [55, 95],
    },
  ],
  subjects: [
    {
      name: 'Italian',
      about: 'Few ingredients and nowhere to hide: the dishes that teach patience with heat and salt.',
      tag: 'italian',
      topics: [
        'Tagliatelle al ragù',
        'Risotto alla milanese',
        'Focaccia genovese',
        'Cacio e pepe',
        'Osso buco',
        'Panna cotta',
      ],
    },
    {
      name: 'Portuguese',
      about: 'Home cooking from the Minho to the Algarve, with olive oil in nearly everything.',
      tag: 'portuguese',
      topics: [
        'Bacalhau à Brás',
        'Caldo verde',
        'Pastéis de nata',
        'Arroz de marisco',
        'Frango piri-piri',
        'Cataplana',
      ],
    },
    {
      name: 'French',
      about: 'Sauces, doughs and slow pots: the grammar that other kitchens borrow from.',
      tag: 'french',
      topics: [
        'Coq au vin',
        'Sauce hollandaise',
        'Tarte Tatin',
        'Ratatouille',
        'Croissants',
        'Soupe à l’oignon',
      ],
    },
    {
      name: 'Japanese',
      about: 'Stock first, knife second: broths, rice and the quiet side of seasoning.',
      tag: 'japanese',
      topics: ['Shoyu ramen', 'Tamagoyaki', 'Miso soup', 'Gyoza', 'Katsu curry', 'Temaki sushi'],
    },
    {
      name: 'Indian',
      about: 'Toasted, ground, bloomed: how spice works, region by region.',
      tag: 'indian',
      topics: [
        'Masala dosa',
        'Dal makhani',
        'Chana masala',
        'Lamb rogan josh',
        'Palak paneer',
        'Garlic naan',
      ],
    },
    {
      name: 'Mexican',
      about: 'Corn, chillies and fire, from the comal to the pot of mole that takes two days.',
      tag: 'mexican',
      topics: ['Corn tortillas', 'Mole poblano', 'Carnitas', 'Chiles rellenos', 'Pozole rojo', 'Salsa macha'],
    },
    {
      name: 'Levantine',
      about: 'A table full of small plates, and the bread to reach them with.',
      tag: 'levantine',
      topics: ['Hummus', 'Mujaddara', 'Fattoush', 'Shakshuka', 'Kibbeh', 'Man’oushe'],
    },
    {
      name: 'Bread',
      about: 'Flour, water, salt and time, from the first starter to a crust that sings.',
      tag: 'baking',
      topics: ['Country sourdough', 'Baguettes', 'Brioche', 'Rye loaf', 'Bagels', 'Stovetop flatbreads'],
    },
    {
      name: 'Pastry',
      about: 'Weigh everything, chill everything: desserts that behave when you know why they do.',
      tag: 'pastry',
      topics: [
        'Lemon meringue tart',
        'Choux buns',
        'Chocolate soufflé',
        'Rough puff pastry',
        'Basque cheesecake',
        'Macarons',
      ],
    },
    {
      name: 'Vegetarian',
      about: 'Vegetables in the middle of the plate, charred, braised and pickled.',
      tag: 'vegetarian',
      topics: [
        'Whole roast cauliflower',
        'Aubergine caponata',
        'Kimchi',
        'Braised leeks',
        'Mushroom bourguignon',
        'Charred cabbage',
      ],
    },
  ],
  collectionTitles: [
    '{subject} kitchen: the first course',
    '{subject} kitchen: the second course',
    '{subject} weeknights',
    '{subject} Sundays',
    '{subject} cooking for a crowd',
    '{subject} dishes for beginners',
    '{subject} classics',
    '{subject} live classes',
    'The {subject} pantry',
    'Eight evenings of {subject} cooking',
  ],
  memberTags: ['annual', 'monthly', 'founding member', 'gift', 'newsletter', 'baker', 'professional'],
  currency: 'EUR',
  offers: [
    {
      name: 'Weeknights',
      description: 'Dinner in under forty minutes: the weeknight collections of every kitchen.',
      amount: 900,
      interval: 'MONTH',
      trialDays: 7,
      collectionsAbout: 'weeknights',
    },
    {
      name: 'Every kitchen',
      description: 'All classes of all kitchens, the live ones included.',
      amount: 1_900,
      interval: 'MONTH',
      trialDays: 14,
      collectionsAbout: null,
    },
    {
      name: 'Every kitchen, a year',
      description: 'All classes of all kitchens, for a whole year at the price of ten months.',
      amount: 19_000,
      interval: 'YEAR',
      trialDays: 14,
      collectionsAbout: null,
    },
  ],
};
